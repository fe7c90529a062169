using LibvirtSharp.Native;

namespace LibvirtSharp.Tests.Native;

public sealed class MissingLibraryTests
{
    [Fact]
    public void A_missing_library_is_one_line_that_says_what_to_install()
    {
        var missing = Assert.Throws<LibvirtNotInstalledException>(() => LibraryFile.Require("libvirt-that-nobody-has.so.0"));

        Assert.Equal(
            "libvirt.so.0 not found: install the package libvirt0 (Debian, Ubuntu) or libvirt-libs (Fedora, RHEL)", missing.Message);
        Assert.IsType<DllNotFoundException>(missing.InnerException);
    }

    [Fact]
    public void The_library_is_named_as_it_is_without_its_development_package()
    {
        Assert.Equal("libvirt.so.0", LibraryFile.Name);
        LibraryFile.Require(LibraryFile.Name);
    }
}

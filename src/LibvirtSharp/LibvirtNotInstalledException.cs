namespace LibvirtSharp;

/// <summary>libvirt's client library is missing on this machine. The message is one line and says what to install.</summary>
public sealed class LibvirtNotInstalledException : Exception
{
    internal const string Advice =
        "libvirt.so.0 not found: install the package libvirt0 (Debian, Ubuntu) or libvirt-libs (Fedora, RHEL)";

    /// <summary>With the standard message.</summary>
    public LibvirtNotInstalledException()
        : base(Advice)
    {
    }

    /// <summary>With the standard message and what the dynamic loader said.</summary>
    public LibvirtNotInstalledException(Exception? innerException)
        : base(Advice, innerException)
    {
    }
}

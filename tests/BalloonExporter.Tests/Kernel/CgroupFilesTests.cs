using System.Text;
using BalloonExporter.Core.Model;
using BalloonExporter.Kernel;

namespace BalloonExporter.Tests.Kernel;

public sealed class CgroupFilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("balloon").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(@"0::/machine.slice/machine-qemu\x2d1\x2dshop.scope/libvirt/emulator")]
    [InlineData(@"0::/machine.slice/machine-qemu\x2d1\x2dshop.scope/libvirt")]
    [InlineData(@"0::/machine.slice/machine-qemu\x2d1\x2dshop.scope")]
    public void Groups_within_a_domains_group_are_counted_with_it(string membership)
    {
        Group(@"machine.slice/machine-qemu\x2d1\x2dshop.scope", "memory.current", "4096\n");

        Assert.Equal(4096, Read(membership)?.CurrentBytes);
    }

    [Fact]
    public void Where_both_versions_are_mounted_the_one_that_counts_memory_is_read()
    {
        Group(@"memory/machine.slice/machine-qemu\x2d1\x2dshop.scope", "memory.usage_in_bytes", "8192\n");
        Group(@"machine.slice/machine-qemu\x2d1\x2dshop.scope", "memory.current", "4096\n");

        Assert.Equal(8192, Read("""
            9:name=systemd:/machine.slice/machine-qemu\x2d1\x2dshop.scope
            4:cpuset,memory:/machine.slice/machine-qemu\x2d1\x2dshop.scope/libvirt
            0::/machine.slice/machine-qemu\x2d1\x2dshop.scope
            """)?.CurrentBytes);
    }

    [Fact]
    public void Where_both_versions_are_mounted_pressure_is_that_of_the_second()
    {
        Group("memory/machine/qemu-1-shop.libvirt-qemu", "memory.usage_in_bytes", "8192\n");
        Group("memory/machine/qemu-1-shop.libvirt-qemu", "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");
        Group("unified/machine/qemu-1-shop.libvirt-qemu", "memory.pressure", "some avg10=0.00 total=2000000\nfull avg10=0.00 total=1000000\n");

        var seen = Read("4:memory:/machine/qemu-1-shop.libvirt-qemu\n0::/machine/qemu-1-shop.libvirt-qemu/emulator")!;

        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)), (seen.PressureWaiting, seen.PressureStalled));
        Assert.Equal([("oom_kill", 3)], seen.MemoryEvents);
    }

    [Fact]
    public void A_group_that_the_second_version_shares_with_others_says_nothing_of_the_domain()
    {
        Group("memory/machine/qemu-1-shop.libvirt-qemu", "memory.usage_in_bytes", "8192\n");
        Group("unified", "memory.pressure", "some avg10=0.00 total=2000000\n");

        var seen = Read("4:memory:/machine/qemu-1-shop.libvirt-qemu\n0::/")!;

        Assert.Equal(8192, seen.CurrentBytes);
        Assert.Null(seen.PressureWaiting);
        Assert.Empty(seen.MemoryEvents);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0::/")]
    [InlineData("0::/system.slice/libvirtd.service")]
    [InlineData("0::/user.slice/user-1000.slice/user@1000.service/app.slice/libvirtd.service/emulator")]
    [InlineData("4:memory:/system.slice/libvirtd.service\n0::/machine/qemu-1-shop.libvirt-qemu")]
    [InlineData("not a cgroup")]
    public void Without_a_group_of_its_own_nothing_is_known(string membership)
    {
        Group("system.slice/libvirtd.service", "memory.current", "4096\n");

        Assert.Null(Read(membership));
    }

    [Theory]
    [InlineData(@"0::/../../machine.slice/machine-qemu\x2d1\x2dshop.scope/libvirt/emulator")]
    [InlineData("0::/..")]
    [InlineData("4:memory:/../machine/qemu-1-shop.libvirt-qemu\n0::/")]
    public void A_group_outside_of_what_is_mounted_is_an_error_that_says_what_to_do(string membership) =>
        Assert.Contains("--cgroupns=host", Assert.Throws<InvalidDataException>(() => Read(membership)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_kernel_without_pressure_has_none_and_is_not_asked_again()
    {
        const string membership = "0::/machine/qemu-1-shop.libvirt-qemu";
        Group("machine/qemu-1-shop.libvirt-qemu", "memory.current", "4096\n");
        var files = CgroupFiles.Find(Encoding.UTF8.GetBytes(membership), _root)!;
        Assert.Null(files.Read(new byte[4096])!.PressureWaiting);

        Group("machine/qemu-1-shop.libvirt-qemu", "memory.pressure", "some avg10=0.00 total=1\n");

        Assert.Null(files.Read(new byte[4096])!.PressureWaiting);
        Assert.Empty(files.Read(new byte[4096])!.MemoryEvents);
    }

    [Fact]
    public void A_group_that_is_gone_is_not_zero() => Assert.Null(Read("0::/machine/qemu-1-shop.libvirt-qemu"));

    private DomainCgroup? Read(string membership) =>
        CgroupFiles.Find(Encoding.UTF8.GetBytes(membership), _root)?.Read(new byte[4096]);

    private void Group(string path, string file, string text) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_root, path)).FullName, file), text);
}

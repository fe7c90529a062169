using System.Text;
using BalloonExporter.Kernel;

namespace BalloonExporter.Tests.Kernel;

public sealed class MachineScopeTests
{
    [Theory]
    [InlineData(@"0::/machine.slice/machine-qemu\x2d1\x2dshop.scope/libvirt/emulator")]
    [InlineData(@"0::/machine.slice/machine-qemu\x2d1\x2dshop.scope/libvirt")]
    [InlineData(@"0::/machine.slice/machine-qemu\x2d12\x2da\x2db.c.scope")]
    [InlineData(@"0::/machine.slice/machine-production.slice/machine-qemu\x2d1\x2dshop.scope/emulator")]
    [InlineData(@"0::/vip.slice/machine-qemu\x2d1\x2dshop.scope")]
    [InlineData("4:cpuset,memory:/machine/qemu-1-shop.libvirt-qemu\n0::/")]
    [InlineData("0::/machine/qemu-1-shop.libvirt-qemu/emulator")]
    [InlineData("0::/vip.partition/gold.partition/qemu-1-shop.libvirt-qemu/emulator")]
    public void Libvirts_own_group_of_a_domain_confirms_its_processes(string membership) => Assert.True(Holds(membership));

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("0::/")]
    [InlineData("0::/user.slice/user-1000.slice/session-3.scope")]
    // A user gives any name to groups below its own slice.
    [InlineData(@"0::/user.slice/user-1000.slice/user@1000.service/machine.slice/machine-qemu\x2d1\x2dshop.scope")]
    [InlineData(@"0::/user.slice/user-1000.slice/user@1000.service/app.slice/machine-qemu\x2d1\x2dshop.scope/libvirt/emulator")]
    [InlineData(@"0::/user.slice/machine-qemu\x2d1\x2dshop.scope")]
    [InlineData("0::/user.slice/user-1000.slice/user@1000.service/machine/qemu-1-shop.libvirt-qemu")]
    // So does root within a container.
    [InlineData(@"0::/system.slice/docker-4f2a.scope/machine.slice/machine-qemu\x2d1\x2dshop.scope")]
    [InlineData(@"0::/docker/4f2a/machine.slice/machine-qemu\x2d1\x2dshop.scope")]
    [InlineData(@"0::/machine.slice/libpod-4f2a.scope/container/machine-qemu\x2d1\x2dshop.scope")]
    [InlineData(@"0::/machine.slice/machine-web.scope/payload/machine.slice/machine-qemu\x2d1\x2dshop.scope")]
    [InlineData(@"0::/machine.slice/machine-qemu\x2d1\x2dshop.scope/payload/x")]
    [InlineData("0::/lxc.payload.web/machine/qemu-1-shop.libvirt-qemu")]
    [InlineData("0::/kubepods.slice/kubepods-burstable.slice/cri-containerd-4f2a.scope/machine/qemu-1-shop.libvirt-qemu")]
    // Another namespace: where its root is cannot be told.
    [InlineData(@"0::/../../machine.slice/machine-qemu\x2d1\x2dshop.scope")]
    [InlineData(@"0::/../machine.slice/machine-qemu\x2d1\x2dshop.scope")]
    // Machines of another kind.
    [InlineData(@"0::/machine.slice/machine-lxc\x2d1\x2dshop.scope")]
    [InlineData(@"0::/machine.slice/machine-qemu\x2dshop.scope")]
    [InlineData(@"0::/machine-qemu\x2d1\x2dshop.scope")]
    [InlineData("0::/machine/lxc-1-shop.libvirt-lxc")]
    [InlineData("0::/machine/qemu-x-shop.libvirt-qemu")]
    public void Any_other_group_does_not(string membership) => Assert.False(Holds(membership));

    private static bool Holds(string membership) => MachineScope.Holds(Encoding.UTF8.GetBytes(membership));
}

using BalloonExporter.Options;

namespace BalloonExporter.Tests.Options;

public sealed class LibvirtUriTests
{
    [Theory]
    [InlineData("qemu:///system")]
    [InlineData("QEMU:///system")]
    [InlineData("qemu:/system")]
    [InlineData("qemu:///session")]
    [InlineData("qemu+unix:///system")]
    [InlineData("qemu+UNIX:///system")]
    [InlineData("qemu:///system?socket=/run/libvirt/libvirt-sock")]
    [InlineData("qemu+unix:///session?socket=/run/user/1000/libvirt/libvirt-sock&mode=direct")]
    [InlineData("qemu:///system?name=qemu:///session")]
    [InlineData("lxc:///system")]
    [InlineData("xen:///system")]
    [InlineData("ch:///system")]
    [InlineData("vbox:///session")]
    [InlineData("test:///default")]
    public void These_lead_to_this_host(string uri) => Assert.False(LibvirtUri.IsRemote(new Uri(uri)));

    [Theory]
    [InlineData("qemu+ssh://root@host/system")]
    [InlineData("qemu+ssh:///system")]
    [InlineData("qemu+libssh2://host/system")]
    [InlineData("qemu+libssh://host/system")]
    [InlineData("qemu+tls://host/system")]
    [InlineData("qemu+tcp://host:16509/system")]
    [InlineData("qemu+tcp:///system")]
    [InlineData("qemu+ext:///system?command=/bin/true")]
    [InlineData("Qemu+SSH://host/system")]
    [InlineData("qemu://host/system")]
    [InlineData("qemu://localhost/system")]
    [InlineData("qemu://127.0.0.1/system")]
    [InlineData("qemu://[::1]/system")]
    [InlineData("qemu+unix://host/system")]
    [InlineData("qemu://host/system?socket=/run/libvirt/libvirt-sock")]
    [InlineData("qemu:///system?name=qemu%2Bssh://host/system")]
    [InlineData("qemu:///system?%6Eame=qemu%2Bssh://host/system")]
    [InlineData("lxc+ssh://host/")]
    [InlineData("xen://host")]
    [InlineData("test+tcp://host/default")]
    [InlineData("test://host/default")]
    [InlineData("remote+tls://host")]
    [InlineData("esx://host/?no_verify=1")]
    [InlineData("gsx://host")]
    [InlineData("vpx://host/dc/cluster/esx")]
    [InlineData("hyperv://host")]
    [InlineData("phyp://host")]
    public void These_lead_to_another_host_or_may(string uri) => Assert.True(LibvirtUri.IsRemote(new Uri(uri)));

    [Theory]
    [InlineData("alias-of-libvirt-conf")]
    [InlineData("hail")]
    [InlineData("")]
    public void An_alias_and_nothing_are_no_URI(string text) => Assert.Null(LibvirtUri.TryParse(text, out _));
}

using BalloonExporter.Core.Model;
using BalloonExporter.Libvirt;
using LibvirtSharp;

namespace BalloonExporter.Tests.Libvirt;

public sealed class DomainControlsTests
{
    [Theory]
    [InlineData(DomainControlState.Ok, 0, 0.0)]
    [InlineData(DomainControlState.Job, 1500, 1.5)]
    [InlineData(DomainControlState.Occupied, 6994, 6.994)]
    [InlineData(DomainControlState.Error, 0, null)]
    [InlineData((DomainControlState)9, 5, null)]
    public void The_time_is_told_where_libvirt_knows_it(DomainControlState state, ulong milliseconds, double? seconds) => Assert.Equal(
        new DomainControl((int)state, seconds is { } known ? TimeSpan.FromSeconds(known) : null),
        LibvirtHypervisor.ControlOf(new DomainControlInfo(LibvirtEnum.From<DomainControlState>((int)state), 0, milliseconds)));
}

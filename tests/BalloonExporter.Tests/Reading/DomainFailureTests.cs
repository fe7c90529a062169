using BalloonExporter.Core.Model;
using BalloonExporter.Libvirt;
using LibvirtSharp;

namespace BalloonExporter.Tests.Reading;

/// <summary>libvirt's states and reasons (virDomainPausedReason, virDomainShutoffReason) that mean a failure.</summary>
public sealed class DomainFailureTests
{
    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(3, 1, null)]
    [InlineData(3, 5, DomainFailure.IoError)]
    [InlineData(3, 10, DomainFailure.Crashed)]
    [InlineData(5, 1, null)]
    [InlineData(5, 2, null)]
    [InlineData(5, 3, DomainFailure.Crashed)]
    [InlineData(5, 5, null)]
    [InlineData(5, null, null)]
    [InlineData(6, 1, DomainFailure.Crashed)]
    [InlineData(6, null, DomainFailure.Crashed)]
    public void A_state_and_its_reason_tell_a_failure(int state, int? reason, DomainFailure? failure)
    {
        var stats = new DomainStats(Guid.NewGuid(), "a") { State = new DomainStateStats(LibvirtEnum.From<LibvirtSharp.DomainState>(state), reason) };

        Assert.Equal(failure, new DomainRead(stats, DomainFacts.Unknown).Failure);
    }
}

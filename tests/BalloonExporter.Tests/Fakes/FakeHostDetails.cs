using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Adds nothing, and keeps what it was asked.</summary>
internal sealed class FakeHostDetails : IHostDetails
{
    public List<(IReadOnlySet<CollectorName> Wanted, TimeSpan Deadline)> Asked { get; } = [];

    public Task<HostSnapshot> AddAsync(
        HostSnapshot snapshot, IReadOnlySet<CollectorName> wanted, TimeSpan deadline, CancellationToken cancellation)
    {
        lock (Asked)
            Asked.Add((wanted, deadline));
        return Task.FromResult(snapshot);
    }
}

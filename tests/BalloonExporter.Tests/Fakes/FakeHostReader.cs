using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Answers with what the test says, and keeps what it was asked.</summary>
internal sealed class FakeHostReader : IHostReader
{
    /// <summary>What is read. May throw, or never end.</summary>
    public Func<Task<HostSnapshot>> Answer { get; set; } = () => Task.FromResult(Snapshots.Host());

    public List<(TimeSpan Deadline, IReadOnlySet<Guid> Jobs)> Asked { get; } = [];

    /// <summary>Domains that were asked for together, without the others.</summary>
    public List<IReadOnlySet<Guid>> AskedForSome { get; } = [];

    /// <summary>Domains that were asked for one by one.</summary>
    public List<Guid> AskedForOne { get; } = [];

    public TaskCompletionSource FirstAsked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<HostSnapshot> ReadAsync(TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation)
    {
        lock (Asked)
            Asked.Add((deadline, askForJobs));
        FirstAsked.TrySetResult();
        return Answer();
    }

    public Task<HostSnapshot> ReadSomeAsync(IReadOnlySet<Guid> only, TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation)
    {
        lock (Asked)
            AskedForSome.Add(only);
        return ReadAsync(deadline, askForJobs, cancellation);
    }

    public Task<HostSnapshot> ReadOneAsync(Guid uuid, TimeSpan deadline, CancellationToken cancellation)
    {
        lock (Asked)
            AskedForOne.Add(uuid);
        return Answer();
    }

    public async Task<bool> IsLibvirtUpAsync(TimeSpan deadline, CancellationToken cancellation) => (await Answer()).LibvirtUp;

    public HostSnapshot ReadWithoutLibvirt() => Snapshots.LibvirtDown();

    public void Reads(HostSnapshot snapshot) => Answer = () => Task.FromResult(snapshot);
}

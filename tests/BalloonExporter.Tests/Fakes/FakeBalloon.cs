using BalloonExporter.Domains;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Keeps the targets set and answers as the test says.</summary>
internal sealed class FakeBalloon : IBalloon
{
    private readonly List<(Guid Uuid, long TargetKib)> _calls = [];

    public Func<Guid, Task<BalloonOutcome>> Answer { get; set; } = _ => Task.FromResult(BalloonOutcome.Accepted);

    public TaskCompletionSource FirstCalled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<(Guid Uuid, long TargetKib)> Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    public Task<BalloonOutcome> SetTargetAsync(Guid uuid, long targetKib, CancellationToken cancellation)
    {
        lock (_calls)
            _calls.Add((uuid, targetKib));
        FirstCalled.TrySetResult();
        return Answer(uuid);
    }
}

using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Keeps the targets set and answers as the test says.</summary>
internal sealed class FakeBalloon : IBalloon
{
    private readonly List<(Guid Uuid, long TargetKib)> _calls = [];

    public Func<Guid, Task<BalloonOutcome>> Answer { get; set; } = _ => Task.FromResult(BalloonOutcome.Accepted);

    /// <summary>The answer where the target matters; null: <see cref="Answer"/>.</summary>
    public Func<Guid, long, BalloonOutcome>? AnswerTo { get; set; }

    public TaskCompletionSource FirstCalled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<(Guid Uuid, long TargetKib)> Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    /// <summary>What the domain looks like just before the call.</summary>
    public PreflightState? AtCall { get; set; }

    public Task<BalloonOutcome> SetTargetAsync(
        Guid uuid, long targetKib, Func<PreflightState, DecisionReason?> lastCheck, CancellationToken cancellation)
    {
        if (AtCall is { } domain && lastCheck(domain) is not null)
            return Task.FromResult(BalloonOutcome.CalledOff);
        lock (_calls)
            _calls.Add((uuid, targetKib));
        FirstCalled.TrySetResult();
        return AnswerTo is { } answer ? Task.FromResult(answer(uuid, targetKib)) : Answer(uuid);
    }
}

using System.Collections.Concurrent;
using BalloonExporter.Core.Tests;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Web;

/// <summary>A clock that tells when a caller begins to wait for a deadline.</summary>
internal sealed class DeadlineWatch() : JumpingTime(Snapshots.Noon)
{
    private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _waiting = new();

    /// <summary>Ends when a caller waits for a deadline that is so far away; fails when none does, rather than wait for ever.</summary>
    public Task ACallerWaits(TimeSpan time) => Of(time).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Of(dueTime).TrySetResult();
        return timer;
    }

    private TaskCompletionSource Of(TimeSpan time) =>
        _waiting.GetOrAdd(time, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

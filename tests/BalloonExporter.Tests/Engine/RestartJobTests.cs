using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;
using BalloonExporter.Engine;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Engine;

public sealed class RestartJobTests
{
    private static readonly SteadyClock Clock = new(TimeProvider.System);

    private static readonly Restart Requested = new()
    {
        Uuid = Snapshots.Uuid(1),
        Name = "guest1",
        By = "uid:0",
        Mode = RestartMode.Graceful,
        RequestedAt = Clock.Now,
        Since = Clock.Now,
        Deadline = RestartLimits.DefaultDeadline,
        Instance = 1,
    };

    [Fact]
    public async Task A_phase_is_seen_only_once_its_marker_is_written()
    {
        var acts = new FakeActs();
        var first = RestartMachine.Next(Requested, new RestartSignal(RestartNews.RoomMade), Clock.Now);
        var job = acts.Job = new RestartJob(first.Restart, acts, Clock, TimeProvider.System);

        Assert.True(await job.RunAsync(first, Requested, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Equal([RestartPhase.Starting, RestartPhase.Done], acts.Kept.Skip(1).Select(kept => kept.Phase));
        Assert.All(acts.Kept.Skip(1), kept => Assert.NotEqual(kept.Phase, kept.Seen));
        Assert.Equal(RestartPhase.Done, job.Restart.Phase);
    }

    // The guest shuts down and starts when it is asked to.
    private sealed class FakeActs : IRestartActs
    {
        public RestartJob Job { get; set; } = null!;

        public List<(RestartPhase Phase, RestartPhase Seen)> Kept { get; } = [];

        public void Keep(Restart before, RestartStep step)
        {
            if (step.Restart.Phase != before.Phase)
                Kept.Add((step.Restart.Phase, Job.Restart.Phase));
        }

        public Task ToldAsync(RestartStep step) => Task.CompletedTask;

        public Task<PowerOutcome> CallAsync(Restart restart, PowerCall call, CancellationToken cancellation)
        {
            if (call == PowerCall.Shutdown)
                Job.Tell(new RestartSignal(RestartNews.Off) { Cause = StopCause.Ended });
            return Task.FromResult(new PowerOutcome(PowerNews.Done));
        }

        public Task<RestartSignal?> LookAsync(Guid uuid, CancellationToken cancellation) => Task.FromResult<RestartSignal?>(null);

        public void Failed(Restart restart, Exception exception) => throw new InvalidOperationException("no step fails", exception);
    }
}

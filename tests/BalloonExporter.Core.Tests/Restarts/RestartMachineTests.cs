using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;

namespace BalloonExporter.Core.Tests.Restarts;

public sealed class RestartMachineTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_guest_that_listens_is_shut_down_and_started_once_it_is_off()
    {
        var world = new RestartWorld();

        world.Ask(RestartMode.Graceful);
        Assert.Equal(RestartPhase.ShuttingDown, world.Marker!.Phase);
        world.Run(Hour);

        Assert.Equal([PowerCall.Shutdown, PowerCall.Start], world.Calls);
        Assert.Equal((2, RestartPhase.Done, (Restart?)null), (world.Instance, world.Ended, world.Marker));
    }

    [Fact]
    public void A_guest_that_ignores_it_still_runs_after_the_deadline_and_is_stopped_only_by_force()
    {
        var world = new RestartWorld { ShutsDownAfter = null };

        world.Ask(RestartMode.Graceful, TimeSpan.FromSeconds(20));
        world.Run(TimeSpan.FromSeconds(19));
        Assert.Equal(RestartPhase.ShuttingDown, world.Marker!.Phase);
        world.Run(TimeSpan.FromSeconds(2));
        Assert.Equal((RestartPhase.StillRunning, 1), (world.Marker!.Phase, world.Instance));
        Assert.Equal([PowerCall.Shutdown], world.Calls);

        world.Ask(RestartMode.Force);
        world.Run(Hour);
        Assert.Equal([PowerCall.Shutdown, PowerCall.Destroy, PowerCall.Start], world.Calls);
        Assert.Equal((2, RestartPhase.Done), (world.Instance, world.Ended));
    }

    [Fact]
    public void A_guest_that_stops_after_the_deadline_is_started_all_the_same()
    {
        var world = new RestartWorld { ShutsDownAfter = TimeSpan.FromMinutes(5) };

        world.Ask(RestartMode.Graceful, TimeSpan.FromSeconds(20));
        world.Run(Hour);

        Assert.Equal((2, RestartPhase.Done), (world.Instance, world.Ended));
    }

    [Fact]
    public void A_guest_that_stops_after_the_caller_gave_up_is_started_all_the_same()
    {
        var world = new RestartWorld { ShutsDownAfter = TimeSpan.FromSeconds(40) };

        world.Ask(RestartMode.Graceful);
        world.Tell(RestartNews.Leave);
        Assert.Equal((RestartPhase.StillRunning, true), (world.Marker!.Phase, world.Marker.Left));
        world.Run(Hour);

        Assert.Equal((2, RestartPhase.Done), (world.Instance, world.Ended));
    }

    [Fact]
    public void Long_after_the_deadline_a_stop_is_the_customers_own()
    {
        var world = new RestartWorld { ShutsDownAfter = TimeSpan.FromMinutes(30) };

        world.Ask(RestartMode.Graceful);
        world.Run(Hour);

        Assert.Equal((null, RestartPhase.StillRunning, (Restart?)null), (world.Instance, world.Ended, world.Marker));
    }

    [Theory]
    [InlineData(2, RestartPhase.Done)]
    [InlineData(3, RestartPhase.StartFailed)]
    public void A_start_is_tried_three_times_within_thirty_seconds(int failing, RestartPhase ended)
    {
        var world = new RestartWorld { FailingStarts = failing };

        world.Ask(RestartMode.Graceful);
        world.Run(TimeSpan.FromSeconds(5 + 30 + 3));

        Assert.Equal(3, world.Calls.Count(call => call == PowerCall.Start));
        Assert.Equal(ended, world.Ended);
    }

    [Fact]
    public void A_failed_start_stays_known_until_the_server_runs()
    {
        var world = new RestartWorld { FailingStarts = 99 };

        world.Ask(RestartMode.Graceful);
        world.Run(Hour);
        Assert.Equal((RestartPhase.StartFailed, "no memory"), (world.Marker!.Phase, world.Marker.Problem));

        var step = RestartMachine.Next(world.Marker, new RestartSignal(RestartNews.Runs) { Instance = 9 }, world.Now);
        Assert.Equal((RestartPhase.Done, true), (step.Restart.Phase, step.IsOver));
        // The next process tries again.
        step = RestartMachine.Resume(world.Marker, new RestartSignal(RestartNews.Off), world.Now);
        Assert.Equal((RestartPhase.Starting, PowerCall.Start, 0), (step.Restart.Phase, step.Call, step.Restart.Tries));
    }

    [Fact]
    public void The_answer_to_the_shutdown_that_comes_after_its_effect_is_not_that_of_the_start()
    {
        var world = new RestartWorld();
        world.Ask(RestartMode.Graceful);
        var starting = RestartMachine.Next(world.Restart!, new RestartSignal(RestartNews.Off), world.Now).Restart;

        foreach (var news in (PowerNews[])[PowerNews.Done, PowerNews.Refused, PowerNews.Unanswered])
        {
            var late = RestartMachine.Next(starting, RestartSignal.Of(PowerCall.Shutdown, new PowerOutcome(news)), world.Now);
            Assert.Equal(new RestartStep(starting), late);
        }

        Assert.True(RestartMachine.Next(starting, RestartSignal.Of(PowerCall.Start, new PowerOutcome(PowerNews.Done)), world.Now).IsOver);
    }

    [Theory]
    [InlineData(StopCause.MigratedAway)]
    [InlineData(StopCause.Saved)]
    public void What_another_program_took_away_is_not_started(StopCause cause)
    {
        var world = new RestartWorld { ShutsDownAfter = null };

        world.Ask(RestartMode.Graceful);
        world.Tell(RestartNews.Off, cause);

        Assert.Equal(RestartPhase.Withdrawn, world.Ended);
        Assert.DoesNotContain(PowerCall.Start, world.Calls);
    }

    [Fact]
    public void A_refused_shutdown_ends_the_restart_and_the_guest_runs_on()
    {
        var world = new RestartWorld();
        world.Ask(RestartMode.Graceful);

        var step = RestartMachine.Next(world.Restart!, RestartSignal.Of(PowerCall.Shutdown, new PowerOutcome(PowerNews.Refused, "no")), world.Now);

        Assert.Equal((RestartPhase.Failed, "no", true), (step.Restart.Phase, step.Restart.Problem, step.IsOver));
        // Asked twice it may have listened to the first, so it is waited for.
        step = RestartMachine.Next(world.Restart! with { Resumed = true }, RestartSignal.Of(PowerCall.Shutdown, new PowerOutcome(PowerNews.Refused, "no")), world.Now);
        Assert.Equal((RestartPhase.ShuttingDown, false), (step.Restart.Phase, step.IsOver));
    }

    [Fact]
    public void A_command_is_not_repeated_and_the_machine_is_never_started_beside_it()
    {
        var world = new RestartWorld { ShutsDownAfter = null };
        world.Ask(RestartMode.Command);
        var commanding = world.Restart!;

        Assert.Equal(new RestartStep(commanding), RestartMachine.Next(commanding, new RestartSignal(RestartNews.Off), world.Now));
        Assert.Equal(PowerCall.None, RestartMachine.Resume(commanding, new RestartSignal(RestartNews.Off), world.Now).Call);
        Assert.Equal(PowerCall.None, RestartMachine.Resume(commanding, new RestartSignal(RestartNews.Runs) { Instance = 1 }, world.Now).Call);
        var late = RestartMachine.Next(commanding, new RestartSignal(RestartNews.Time), world.Now + commanding.Deadline);
        Assert.Equal((RestartPhase.Failed, true), (late.Restart.Phase, late.IsOver));
    }

    public static TheoryData<RestartMode, int, int?, int> Crashes()
    {
        var crashes = new TheoryData<RestartMode, int, int?, int>();
        foreach (var mode in (RestartMode[])[RestartMode.Graceful, RestartMode.Force])
        {
            for (var act = 1; act <= 14; act++)
            {
                foreach (var shutsDownAfter in (int?[])[0, 5, 40, null])
                {
                    foreach (var outage in (int[])[1, 30, 120])
                        crashes.Add(mode, act, shutsDownAfter, outage);
                }
            }
        }

        return crashes;
    }

    [Theory]
    [MemberData(nameof(Crashes))]
    public void A_crash_at_any_arrow_is_finished_or_withdrawn_and_leaves_no_server_off(RestartMode mode, int act, int? shutsDownAfter, int outage)
    {
        foreach (var failing in (int[])[0, 2])
        {
            var world = new RestartWorld
            {
                ShutsDownAfter = shutsDownAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                FailingStarts = failing,
                KilledBefore = act,
                Outage = TimeSpan.FromSeconds(outage),
            };

            world.Ask(mode, TimeSpan.FromSeconds(20));
            world.Run(Hour);

            Assert.NotNull(world.Instance);
            Assert.Null(world.Marker);
            Assert.True(world.Calls.Contains(PowerCall.Start) || world.Instance == 1);
        }
    }

    [Fact]
    public void The_crashes_reach_every_arrow()
    {
        // The last acts of the longest way are reached, and none lies beyond.
        var world = new RestartWorld { FailingStarts = 2, KilledBefore = 100 };
        world.Ask(RestartMode.Graceful, TimeSpan.FromSeconds(20));
        world.Run(Hour);
        Assert.False(world.WasKilled);
        world = new RestartWorld { FailingStarts = 2, KilledBefore = 12 };
        world.Ask(RestartMode.Graceful, TimeSpan.FromSeconds(20));
        world.Run(Hour);
        Assert.True(world.WasKilled);
    }
}

using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Core.Restarts;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using BalloonExporter.State;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <summary>Restarts from the request to the end, with domains that are fakes and markers that are files.</summary>
public sealed partial class RestarterTests : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ExporterOptions _options = TestOptions.Act;
    private readonly FakeDomainPower _power = new();
    private readonly RestartStatus _status = new();
    private readonly PauseSwitch _pause = new();
    private readonly RecordingLogger<Restarter> _log = new();
    private readonly FakeHostReader _reader = new();
    private readonly ActingRole _role = TestOptions.ActsNow();

    public RestarterTests()
    {
        _power[Uuid(1)] = FakeDomainPower.Running(1);
        _reader.Reads(Host(Domain(1)));
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    [Fact]
    public async Task A_restart_goes_through_shutdown_and_start_by_events()
    {
        var restarter = Start();

        var answer = await restarter.RequestAsync(Request(1), CancellationToken.None);

        Assert.Equal((null, RestartPhase.ShuttingDown), (answer.Refusal, answer.Restart!.Phase));
        await UntilAsync(restarter, RestartPhase.Done);
        Assert.Equal([RestartPhase.Done], restarter.AllOf(Uuid(1)).Select(restart => restart.Phase));
        Assert.Equal([PowerCall.Shutdown, PowerCall.Start], _power.Calls);
        Assert.Equal((2, 1), (_power[Uuid(1)].Instance, _status.Ended(RestartMode.Graceful, RestartPhase.Done)));
        Assert.Empty(Markers().Read());
        Assert.Contains(_log.Entries, entry => entry.Message == "restart");
    }

    [Fact]
    public async Task A_guest_that_ignores_it_still_runs_and_force_stops_it()
    {
        _power.Listens = false;
        var restarter = Start();

        await restarter.RequestAsync(Request(1) with { Deadline = TimeSpan.FromMilliseconds(50) }, CancellationToken.None);
        await UntilAsync(restarter, RestartPhase.StillRunning);
        Assert.Equal(RestartPhase.StillRunning, Assert.Single(Markers().Read()).Phase);
        Assert.Equal(RestartRefusal.NotConfirmed, (await restarter.RequestAsync(Request(1) with { IsForced = true }, CancellationToken.None)).Refusal);

        Assert.Null((await restarter.RequestAsync(Request(1) with { IsForced = true, IsConfirmed = true }, CancellationToken.None)).Refusal);
        await UntilAsync(restarter, RestartPhase.Done);
        Assert.Equal([PowerCall.Shutdown, PowerCall.Destroy, PowerCall.Start], _power.Calls);
        Assert.Empty(Markers().Read());
    }

    [Fact]
    public async Task A_guest_that_stops_after_the_caller_gave_up_is_started()
    {
        _power.Listens = false;
        var restarter = Start();
        await restarter.RequestAsync(Request(1), CancellationToken.None);
        await UntilAsync(() => _power.Calls.Count == 1);

        Assert.Equal(RestartPhase.StillRunning, restarter.Leave(Uuid(1), "uid:0")!.Phase);
        await UntilAsync(restarter, RestartPhase.StillRunning);
        _power.Stop(Uuid(1));

        await UntilAsync(restarter, RestartPhase.Done);
        Assert.Equal(2, _power[Uuid(1)].Instance);
        Assert.Null(restarter.Leave(Uuid(1), "uid:0"));
    }

    [Fact]
    public async Task A_server_whose_start_failed_three_times_is_told_until_it_runs()
    {
        _power.FailingStarts = 3;
        using var time = new JumpingTimer();
        var restarter = Start(time);

        await restarter.RequestAsync(Request(1), CancellationToken.None);
        await UntilAsync(restarter, RestartPhase.StartFailed);
        Assert.Equal(("guest1", "no memory"), (Assert.Single(_status.StartFailed).Name, restarter.Of(Uuid(1))!.Problem));
        Assert.Equal(1, _status.Ended(RestartMode.Graceful, RestartPhase.StartFailed));
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Error && entry.Message == "restart");
        Assert.Equal(RestartPhase.StartFailed, Assert.Single(Markers().Read()).Phase);

        _power[Uuid(1)] = FakeDomainPower.Running(1, instance: 5);
        _power.Feed!.Started(Uuid(1));
        await UntilAsync(restarter, RestartPhase.Done);
        Assert.Empty(_status.StartFailed);
        Assert.Empty(Markers().Read());
    }

    [Theory]
    [InlineData(RestartPhase.ShuttingDown)]
    [InlineData(RestartPhase.StillRunning)]
    [InlineData(RestartPhase.Stopping)]
    [InlineData(RestartPhase.Starting)]
    [InlineData(RestartPhase.StartFailed)]
    public async Task The_next_process_starts_what_the_one_before_left_off(RestartPhase phase)
    {
        Markers().Write(Restarting(1, phase));
        _power.Stop(Uuid(1));

        var restarter = Start();

        await UntilAsync(restarter, RestartPhase.Done);
        Assert.Equal([PowerCall.Start], _power.Calls);
        Assert.Empty(Markers().Read());
    }

    [Fact]
    public async Task The_next_process_waits_for_a_libvirt_that_is_down()
    {
        Markers().Write(Restarting(1, RestartPhase.ShuttingDown));
        _power.Stop(Uuid(1));
        _power.Error = "down";
        var restarter = Start();
        await UntilAsync(() => restarter.Of(Uuid(1)) is not null);

        _power.Error = null;

        await UntilAsync(restarter, RestartPhase.Done);
    }

    [Fact]
    public async Task A_marker_that_cannot_be_written_leaves_the_guest_alone()
    {
        Directory.CreateDirectory(_options.RuntimeFolder.FullName);
        await File.WriteAllTextAsync(Path.Combine(_options.RuntimeFolder.FullName, "restarts"), "");
        var restarter = Start();

        Assert.Equal(RestartRefusal.MarkerUnwritable, (await restarter.RequestAsync(Request(1), CancellationToken.None)).Refusal);
        Assert.Empty(_power.Calls);
        Assert.Equal(1, _status.Refused(RestartRefusal.MarkerUnwritable));
    }

    [Fact]
    public async Task A_fixed_guest_without_room_is_refused_with_what_is_missing_and_not_touched()
    {
        var domain = FakeDomainPower.Running(1);
        _power[Uuid(1)] = domain with { Facts = domain.Facts with { NextPolicy = new PolicySpec { Enabled = false }, NextMaximumKib = 4096 * GiB } };
        using var time = new JumpingTimer();
        var restarter = Start(time);

        var answer = await restarter.RequestAsync(Request(1), CancellationToken.None);

        Assert.Equal(RestartRefusal.NoRoom, answer.Refusal);
        Assert.InRange(answer.MissingKib, 3000 * GiB, 4096 * GiB);
        Assert.Empty(_power.Calls);
        Assert.Empty(Markers().Read());
        Assert.Equal(RestartPhase.Withdrawn, restarter.Of(Uuid(1))!.Phase);
    }

    [Fact]
    public async Task Reasons_of_this_process_come_before_those_of_the_domain()
    {
        var restarter = Start();
        _pause.IsPaused = true;
        Assert.Equal(RestartRefusal.ExporterPaused, (await restarter.RequestAsync(Request(1), CancellationToken.None)).Refusal);
        _pause.IsPaused = false;
        _power.Error = "down";
        Assert.Equal(RestartRefusal.LibvirtDown, (await restarter.RequestAsync(Request(1), CancellationToken.None)).Refusal);
        _power.Error = null;
        Assert.Equal(RestartRefusal.UnknownDomain, (await restarter.RequestAsync(Request(9), CancellationToken.None)).Refusal);
        _role.Leave();
        Assert.Equal(RestartRefusal.Standby, (await restarter.RequestAsync(Request(1), CancellationToken.None)).Refusal);
        Assert.Empty(_power.Calls);
    }

    [Fact]
    public async Task Four_at_once_and_one_of_a_domain_are_enough()
    {
        _power.Listens = false;
        for (var number = 1; number <= 5; number++)
            _power[Uuid(number)] = FakeDomainPower.Running(number);
        var restarter = Start();

        for (var number = 1; number <= 4; number++)
            Assert.Null((await restarter.RequestAsync(Request(number), CancellationToken.None)).Refusal);

        Assert.Equal(RestartRefusal.TooMany, (await restarter.RequestAsync(Request(5), CancellationToken.None)).Refusal);
        Assert.Equal(RestartRefusal.UnderWay, (await restarter.RequestAsync(Request(1), CancellationToken.None)).Refusal);
        Assert.Equal(4, _status.UnderWay);
    }

    private Restarter Start(TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var clock = new SteadyClock(time);
        var feed = _power.Feed = new LifecycleFeed();
        var markers = new RestartMarkers(_options, clock, NullLogger<RestartMarkers>.Instance);
        var command = new RestartCommand(_options, time);
        var audit = new AuditTrail(new RecordingMetrics(), new RecentDecisions(), new FakeLogWriter(), _role, clock, time, NullLogger<AuditTrail>.Instance);
        var acts = new RestartActs(_power, markers, command, _status, audit, _role, _pause, _log);
        var room = new RestartRoomMaker(new SharedReader(_reader, time), new ExpectedStarts(new Limits()), new Limits(), clock, time);
        var restarter = new Restarter(_power, markers, acts, room, command, feed, _status, _role, _pause, _options, clock, time, _log);
        _ = restarter.StartAsync(_stopping.Token);
        _stopping.Token.Register(restarter.Dispose);
        return restarter;
    }

    private RestartMarkers Markers() => new(_options, new SteadyClock(TimeProvider.System), NullLogger<RestartMarkers>.Instance);

    private static Restart Restarting(int number, RestartPhase phase)
    {
        var now = new SteadyClock(TimeProvider.System).Now;
        return new Restart
        {
            Uuid = Uuid(number),
            Name = "guest1",
            By = "uid:0",
            Mode = RestartMode.Graceful,
            RequestedAt = now,
            Since = now,
            Deadline = RestartLimits.DefaultDeadline,
            Instance = 1,
            Phase = phase,
        };
    }

    private static RestartRequest Request(int number) => new(Uuid(number), IsForced: false, IsConfirmed: false, RestartLimits.DefaultDeadline, "uid:0");

    private static Task UntilAsync(Restarter restarter, RestartPhase phase) => UntilAsync(() => restarter.Of(Uuid(1))?.Phase == phase);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var look = 0; look < 1000 && !condition(); look++)
            await Task.Delay(10);
        Assert.True(condition());
    }

    // A delay takes no time, and its time passes all the same.
    private sealed class JumpingTimer : TimeProvider, IDisposable
    {
        private long _ticks = System.GetTimestamp();

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref _ticks, Math.Max(0, dueTime.Ticks) * (TimestampFrequency / TimeSpan.TicksPerSecond));
            return System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : dueTime, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
        }
    }
}

using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Core.Tests;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

public sealed partial class ReflexLoopTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeHostMemory _host = new();
    private readonly FakeHostReader _reader = new();
    private readonly FakeBalloon _balloon = new();
    private readonly MovementLedger _ledger = new();
    private readonly RecordingMetrics _metrics = new();
    private readonly RecordingLogger<ReflexLoop> _log = new();
    private readonly JumpingTime _time = new(Noon);
    private readonly SteadyClock _clock;
    private readonly ReflexStatus _status = new();
    private readonly Heartbeats _heart = new();
    private readonly FakeSubscriber _subscriber = new();
    private readonly RecordingNotifier _systemd = new();
    private readonly FakeSampleDemand _samples = new();
    private FeedbackLoop _loop = null!;
    private ReflexEngine _engine = null!;
    private ReflexLoop _reflexes = null!;

    public ReflexLoopTests() => _clock = new SteadyClock(_time);

    public Task InitializeAsync() => StartAsync(TestOptions.Act);

    public async Task DisposeAsync()
    {
        await _reflexes.StopAsync(new CancellationToken(canceled: true));
        await _loop.StopAsync(new CancellationToken(canceled: true));
    }

    public void Dispose()
    {
        _reflexes.Dispose();
        _loop.Dispose();
    }

    [Fact]
    public async Task A_guest_that_runs_out_of_memory_is_given_some_within_one_look()
    {
        Reads(InNeed());

        await LookAsync();
        await CallsAsync(1);

        var (uuid, targetKib) = Assert.Single(_balloon.Calls);
        Assert.Equal(Uuid(1), uuid);
        Assert.InRange(targetKib, (2 * GiB) + 1, 4 * GiB);
        Assert.Equal(1, _ledger.CountersOf(Uuid(1)).Rescues[RescueTrigger.UsableLow]);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_clock_that_is_set_costs_no_look_and_no_rescue(int seconds)
    {
        Reads(Domain(1, 2 * GiB));
        await LookAsync();
        await LookAsync();

        _time.Jump(TimeSpan.FromSeconds(seconds));
        Reads(InNeed());
        // The pause between two full looks, and not a second more.
        for (var second = 0; second < 11 && _balloon.Calls.Count == 0; second++)
            await LookAsync();
        await CallsAsync(1);

        // Another look may have asked for more by now: what was given does not arrive here.
        Assert.Equal(Uuid(1), _balloon.Calls[0].Uuid);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_clock_that_is_set_ends_no_emergency_and_begins_no_recovery(int seconds)
    {
        _host.Memory = Memory with { PhysicalAvailableKib = 3 * GiB };
        Reads(Domain(1), Domain(2));
        _heart.Note(Now);
        await LookAsync();
        await LookAsync();
        Assert.True(_status.Emergency);

        _time.Jump(TimeSpan.FromSeconds(seconds));
        await LookAsync();
        await LookAsync();

        Assert.True(_status.Emergency);
        Assert.False(_status.Recovery);
    }

    [Fact]
    public async Task In_observe_mode_it_is_logged_once_a_minute_what_would_have_been_done()
    {
        await RestartAsync(TestOptions.Observe);
        Reads(InNeed());

        for (var second = 0; second < 30; second++)
            await LookAsync();

        Assert.Equal(["dry_run/as_requested/rescue"], _metrics.Decisions);
        Assert.Empty(_balloon.Calls);
    }

    [Fact]
    public async Task A_host_in_an_emergency_takes_what_can_be_spared_and_tells_so()
    {
        _host.Memory = Memory with { PhysicalAvailableKib = 3 * GiB };
        Reads(Domain(1), Domain(2));

        await LookAsync();
        await CallsAsync(2);

        Assert.True(_status.Emergency);
        Assert.Equal(1, _status.Emergencies(EmergencyTrigger.Available));
        Assert.All(_balloon.Calls, call => Assert.InRange(call.TargetKib, 3 * GiB, (4 * GiB) - 1));
        Assert.Contains(_metrics.Decisions, decision => decision.EndsWith("/emergency", StringComparison.Ordinal));
        Assert.Contains(_log.Entries, entry => entry.Fields.GetValueOrDefault("trigger") as string == "available");
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public async Task An_emergency_in_which_nothing_can_be_taken_is_told_each_minute_where_memory_is_moved(bool act, int times)
    {
        await RestartAsync(act ? TestOptions.Act : TestOptions.Observe);
        _host.Memory = Memory with { PhysicalAvailableKib = 3 * GiB };
        Reads(Domain(1) with { Excluded = true });

        for (var second = 0; second < 130; second++)
            await LookAsync();

        var told = _log.Entries.Where(entry => entry.Fields.ContainsKey("missingBytes")).ToList();
        Assert.Equal(times, told.Count);
        Assert.All(told, entry =>
        {
            Assert.InRange((long)entry.Fields["missingBytes"]!, 1, Memory.PhysicalTotalKib * 1024);
            Assert.Equal(0L, entry.Fields["comingBytes"]);
            Assert.Equal(0, entry.Fields["managedDomains"]);
        });
    }

    [Fact]
    public async Task Memory_goes_back_when_no_heartbeat_came_for_ten_minutes_and_not_while_it_comes()
    {
        // Taken by this exporter or one before it: what neither has moved was lowered by the operator.
        var domain = Domain(1, 3 * GiB);
        Reads(domain with { Facts = domain.Facts with { HasManagedMarker = true } });
        for (var second = 0; second < 900; second++)
        {
            _heart.Note(Now);
            await LookAsync();
        }

        Assert.Empty(_balloon.Calls);
        Assert.False(_status.Recovery);
        for (var second = 0; second < 650; second++)
            await LookAsync();

        Assert.True(_status.Recovery);
        await CallsAsync(1);
        Assert.InRange(_balloon.Calls[0].TargetKib, (3 * GiB) + 1, (3 * GiB) + (long)(4 * GiB * 0.10) + (32 * MiB));
    }

    [Fact]
    public async Task Quiet_domains_are_looked_at_every_ten_seconds_and_those_at_their_maximum_no_more_often()
    {
        Reads(Domain(1));

        for (var second = 0; second < 30; second++)
            await LookAsync();

        Assert.Equal(3, _reader.Asked.Count);
        Assert.Equal(3, _subscriber.Taken);
    }

    [Fact]
    public async Task A_look_at_tight_guests_alone_is_taken_in_too()
    {
        // Little is left to the guest, and not so little that it is rescued.
        var domain = Domain(1, 2 * GiB);
        Reads(domain with { WorkingSet = domain.WorkingSet! with { Kib = (2 * GiB) - (200 * MiB) }, Guest = domain.Guest! with { UsableKib = 200 * MiB } });

        for (var second = 0; second < 5; second++)
            await LookAsync();

        Assert.NotEmpty(_reader.AskedForSome);
        Assert.All(_reader.AskedForSome, some => Assert.Equal([Uuid(1)], some));
        Assert.Empty(_metrics.Decisions);
        // Each read of the loop, of all domains or of some.
        Assert.Equal(_reader.Asked.Count, _subscriber.Taken);
    }

    [Fact]
    public async Task A_look_that_fails_is_told_and_the_next_one_is_made()
    {
        _reader.Answer = () => throw new InvalidOperationException("a bug");
        await LookAsync();
        Assert.Single(_log.Entries);

        Reads(InNeed());
        for (var second = 0; second < 11; second++)
            await LookAsync();
        await CallsAsync(1);
    }

    [Fact]
    public async Task While_libvirt_is_down_what_was_seen_last_stays()
    {
        _reader.Reads(LibvirtDown());
        await LookAsync();

        Assert.Empty(_log.Entries);
        Assert.Empty(_balloon.Calls);
    }

    [Fact]
    public async Task A_domain_that_nothing_may_be_done_for_does_not_fill_the_log()
    {
        Reads(InNeed() with { JobActive = true });

        for (var second = 0; second < 10; second++)
            await LookAsync();

        Assert.InRange(_metrics.Decisions.Count, 1, 3);
    }

    private Moment Now => _clock.Now;

    private static DomainMemory InNeed()
    {
        var domain = Domain(1, 2 * GiB);
        return domain with { WorkingSet = domain.WorkingSet! with { Kib = (2 * GiB) - (50 * MiB) }, Guest = domain.Guest! with { UsableKib = 50 * MiB } };
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_watchdog_is_fed_with_each_look_in_both_modes(bool acting)
    {
        await RestartAsync(acting ? TestOptions.Act : TestOptions.Observe);

        for (var look = 0; look < 3; look++)
            await LookAsync();

        Assert.Equal(["WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"], _systemd.Told);
    }

    [Fact]
    public async Task The_watchdog_is_not_fed_by_a_look_that_does_not_end()
    {
        await LookAsync();
        var thaw = new TaskCompletionSource<HostSnapshot>();
        _reader.Answer = () => thaw.Task;
        _time.Advance(TimeSpan.FromSeconds(10));

        var look = _host.LookAsync();
        await _reader.FirstAsked.Task.WaitAsync(Patience);
        Assert.Single(_systemd.Told);

        thaw.SetResult(Host());
        await look.WaitAsync(Patience);
        Assert.Equal(2, _systemd.Told.Count);
    }

    [Fact]
    public async Task The_watchdog_is_not_fed_by_a_look_that_fails()
    {
        _reader.Answer = () => throw new InvalidOperationException("broken");

        await LookAsync();

        Assert.Empty(_systemd.Told);
    }

    // As they are now, whenever that is.
    private void Reads(params DomainMemory[] domains) => _reader.Answer = () => Task.FromResult(Host([.. domains.Select(domain => domain with
    {
        Guest = domain.Guest! with { SampledAt = Now },
        WorkingSet = domain.WorkingSet! with { SampledAt = Now },
    })]) with
    { Memory = _host.Memory });

    private async Task LookAsync()
    {
        await _host.LookAsync().WaitAsync(Patience);
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task CallsAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (_balloon.Calls.Count < count)
            await Task.Delay(5, patience.Token);
    }

    private async Task StartAsync(ExporterOptions options)
    {
        var role = TestOptions.RoleOf(options);
        _loop = new FeedbackLoop(
            _reader, _subscriber, _balloon, _ledger, new AuditTrail(_metrics, new RecentDecisions(), new FakeLogWriter(), role, new SteadyClock(_time), _time, new RecordingLogger<AuditTrail>()), _metrics, new PauseSwitch(), role, new FakeStateStore(), options, new SteadyClock(_time), _time, new RecordingLogger<FeedbackLoop>());
        _engine = new ReflexEngine(_ledger, options.Limits);
        _reflexes = new ReflexLoop(_engine, _status, _host, _reader, _subscriber, _heart, _loop, role, new SteadyClock(_time), new Watchdog(_systemd), _scrapes, _samples, _log);
        await _loop.StartAsync(CancellationToken.None);
        await _reflexes.StartAsync(CancellationToken.None);
    }

    private async Task RestartAsync(ExporterOptions options)
    {
        await DisposeAsync();
        // The first loop has begun to wait for a look, or still will: until it has ended its wait could be taken for the second one's.
        await Task.WhenAny(_reflexes.ExecuteTask ?? Task.CompletedTask).WaitAsync(Patience);
        Dispose();
        _host.ForgetWaits();
        await StartAsync(options);
    }
}

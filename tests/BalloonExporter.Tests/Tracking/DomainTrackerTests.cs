using System.Diagnostics;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Kernel;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Libvirt;
using BalloonExporter.Tracking;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Tracking;

public sealed class DomainTrackerTests
{
    private static readonly Guid Uuid = Snapshots.Uuid(1);
    private static readonly DomainFacts Facts = Snapshots.Domain(1).Facts with { RunningSince = null };

    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly MovementLedger _ledger = new();
    private readonly PolicyErrors _errors = new();
    private readonly RecordingLogger<DomainTracker> _log = new();
    private readonly DomainTracker _tracker;

    public DomainTrackerTests() => _tracker = new DomainTracker(_ledger, new QemuProcesses(new SteadyClock(_time)), _errors, TestOptions.Act, new SteadyClock(_time), _log);

    [Fact]
    public void Facts_not_read_yet_must_be_read() => Assert.Null(_tracker.FactsOf(Uuid));

    [Fact]
    public void Facts_once_read_are_kept()
    {
        var remembered = _tracker.Remember(Uuid, "guest1", Facts);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Same(remembered, _tracker.FactsOf(Uuid));
    }

    [Fact]
    public void A_domain_whose_process_cannot_be_found_counts_as_just_started() =>
        Assert.Equal(Snapshots.Noon.Steady(), _tracker.Remember(Uuid, "guest1", Facts).RunningSince);

    [Fact]
    public void A_domain_whose_process_is_found_runs_since_that_one_started()
    {
        using var process = StandIn();
        using var daemon = new RunFolder();
        daemon.Write("guest1", $"{process.Id}", process.StartTime);
        var since = new DomainTracker(_ledger, new QemuProcesses(new SteadyClock(TimeProvider.System), pidFiles: daemon.Files), new PolicyErrors(), TestOptions.Act, new SteadyClock(TimeProvider.System), NullLogger<DomainTracker>.Instance).Remember(Uuid, "guest1", Facts).RunningSince!.Value;

        var started = new DateTimeOffset(process.StartTime).Steady();
        Assert.InRange((since - started).TotalSeconds, -3, 3);
        Stop(process);
    }

    [Fact]
    public void A_start_begins_a_new_life()
    {
        See(Snapshots.Domain(1));
        _tracker.Remember(Uuid, "guest1", Facts);
        Record();
        _time.Advance(TimeSpan.FromMinutes(5));

        _tracker.Started(Uuid);

        Assert.Null(_tracker.FactsOf(Uuid));
        Assert.Null(_ledger.Of(Uuid).TargetKib);
        Assert.Equal(1, _ledger.Of(Uuid).MoveCounts.Values.Sum());
        Assert.Equal(_time.GetUtcNow().Steady(), _tracker.Remember(Uuid, "guest1", Facts).RunningSince);
        Assert.Null(See(Snapshots.Domain(1) with { Guest = null }).WorkingSet);
    }

    [Fact]
    public void A_reboot_begins_a_new_grace_but_keeps_what_the_xml_says_and_what_was_set()
    {
        See(Snapshots.Domain(1));
        _tracker.Remember(Uuid, "guest1", Facts);
        Record();
        _time.Advance(TimeSpan.FromMinutes(5));

        _tracker.Rebooted(Uuid);

        Assert.Equal(Facts with { RunningSince = _time.GetUtcNow().Steady() }, _tracker.FactsOf(Uuid));
        Assert.NotNull(_ledger.Of(Uuid).TargetKib);
        Assert.Null(See(Snapshots.Domain(1) with { Guest = null }).WorkingSet);
    }

    [Fact]
    public void A_reboot_of_an_unknown_domain_is_nothing_to_remember()
    {
        _tracker.Rebooted(Uuid);

        Assert.Null(_tracker.FactsOf(Uuid));
    }

    [Fact]
    public void A_stop_forgets()
    {
        _tracker.Remember(Uuid, "guest1", Facts);
        Record();

        _tracker.Stopped(Uuid);

        Assert.Null(_tracker.FactsOf(Uuid));
        Assert.Null(_ledger.Of(Uuid).TargetKib);
    }

    [Fact]
    public void A_changed_xml_is_read_again_and_the_domain_is_as_old_as_before()
    {
        _tracker.Remember(Uuid, "guest1", Facts);
        _time.Advance(TimeSpan.FromMinutes(5));

        _tracker.Changed(Uuid);

        Assert.Null(_tracker.FactsOf(Uuid));
        Assert.Equal(Snapshots.Noon.Steady(), _tracker.Remember(Uuid, "guest1", Facts).RunningSince);
    }

    [Fact]
    public void After_missed_events_facts_are_read_again_and_a_domain_without_a_process_is_new()
    {
        _tracker.Remember(Uuid, "guest1", Facts);
        Record();
        _time.Advance(TimeSpan.FromMinutes(5));

        _tracker.MissedEvents();

        Assert.Null(_tracker.FactsOf(Uuid));
        Assert.Null(_ledger.Of(Uuid).TargetKib);
        Assert.Equal(_time.GetUtcNow().Steady(), _tracker.Remember(Uuid, "guest1", Facts).RunningSince);
    }

    [Fact]
    public void After_missed_events_a_domain_whose_process_is_the_same_keeps_its_life()
    {
        using var process = StandIn();
        using var daemon = new RunFolder();
        daemon.Write("guest1", $"{process.Id}", process.StartTime);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var tracker = new DomainTracker(_ledger, new QemuProcesses(new SteadyClock(time), pidFiles: daemon.Files), new PolicyErrors(), TestOptions.Act, new SteadyClock(time), NullLogger<DomainTracker>.Instance);
        var since = tracker.Remember(Uuid, "guest1", Facts).RunningSince;
        Record();
        time.Advance(TimeSpan.FromMinutes(5));

        tracker.MissedEvents();

        Assert.Null(tracker.FactsOf(Uuid));
        Assert.NotNull(_ledger.Of(Uuid).TargetKib);
        Assert.Equal(since, tracker.Remember(Uuid, "guest1", Facts).RunningSince);
        Stop(process);
    }

    [Fact]
    public void Facts_of_a_domain_whose_statistics_stand_still_are_read_again_after_10_seconds()
    {
        _tracker.Remember(Uuid, "guest1", Facts);
        _time.Advance(TimeSpan.FromSeconds(8));
        Assert.False(See(Snapshots.Domain(1)).StatisticsFresh);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(_tracker.FactsOf(Uuid));
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Null(_tracker.FactsOf(Uuid));

        _tracker.Remember(Uuid, "guest1", Facts);
        Assert.NotNull(_tracker.FactsOf(Uuid));
    }

    [Fact]
    public void A_paused_domain_is_not_suspect()
    {
        _tracker.Remember(Uuid, "guest1", Facts);
        _time.Advance(TimeSpan.FromHours(1));

        See(Snapshots.Domain(1) with { State = DomainState.Paused });

        Assert.NotNull(_tracker.FactsOf(Uuid));
    }

    [Fact]
    public void A_read_is_completed_with_freshness_working_set_and_swap_debt()
    {
        var seen = See(Snapshots.Domain(1) with { StatisticsFresh = null, WorkingSet = null });
        Assert.True(seen.StatisticsFresh);
        Assert.Equal(Snapshots.GiB, seen.WorkingSet?.Kib);
        Assert.Equal(0, seen.SwapDebtKib);

        _time.Advance(TimeSpan.FromSeconds(2));
        seen = See(Snapshots.Domain(1) with { Guest = Snapshots.Domain(1).Guest! with { SampledAt = Snapshots.Noon.AddSeconds(1).Steady(), LastUpdate = Snapshots.Noon.AddSeconds(1), SwapOutKib = 108 } });
        Assert.Equal(100, seen.SwapDebtKib);
    }

    [Fact]
    public void Without_a_sample_freshness_is_not_known_and_without_a_period_nothing_is_fresh()
    {
        Assert.Null(See(Snapshots.Domain(1) with { Guest = null }).StatisticsFresh);
        Assert.False(See(Snapshots.Domain(1) with { Facts = Facts with { StatisticsPeriod = null } }).StatisticsFresh);
    }

    [Fact]
    public void A_balloon_event_between_two_reads_is_seen()
    {
        var unsettled = Snapshots.Domain(1) with { Facts = Facts with { AutoDeflate = true } };
        See(unsettled with { Guest = null });
        _time.Advance(TimeSpan.FromSeconds(1.5));
        _tracker.BalloonMoved(Uuid, 3 * Snapshots.GiB);
        _tracker.BalloonMoved(Snapshots.Uuid(99), 1);
        _time.Advance(TimeSpan.FromSeconds(1));

        // Back at the old value within a second of the sample: only the event tells that it moved.
        var seen = See(unsettled with { Guest = unsettled.Guest! with { SampledAt = Snapshots.Noon.AddSeconds(1).Steady(), LastUpdate = Snapshots.Noon.AddSeconds(1) } });

        Assert.Null(seen.WorkingSet);
    }

    [Fact]
    public void Domains_that_are_gone_are_forgotten_and_those_shut_off_keep_their_sums()
    {
        _tracker.Remember(Uuid, "guest1", Facts);
        Record();

        _tracker.Keep(active: new HashSet<Guid>(), existing: new HashSet<Guid> { Uuid });
        Assert.Null(_tracker.FactsOf(Uuid));
        Assert.NotEmpty(_ledger.Of(Uuid).MoveCounts);

        _tracker.Keep(active: new HashSet<Guid>(), existing: new HashSet<Guid>());
        Assert.Empty(_ledger.Of(Uuid).MoveCounts);
    }

    [Fact]
    public void What_an_instance_was_started_with_is_remembered_until_its_next_start()
    {
        var no = new PolicySpec { Enabled = false };
        Assert.True(_tracker.Remember(Uuid, "guest1", Facts).StartedEnabled);
        Assert.True(_tracker.Remember(Uuid, "guest1", Facts with { Policy = no, NextPolicy = no }).StartedEnabled);
        _tracker.Rebooted(Uuid);
        Assert.True(_tracker.FactsOf(Uuid)?.StartedEnabled);

        _tracker.Started(Uuid);
        Assert.False(_tracker.Remember(Uuid, "guest1", Facts with { Policy = no, NextPolicy = no }).StartedEnabled);
        Assert.False(_tracker.Remember(Uuid, "guest1", Facts).StartedEnabled);
    }

    [Fact]
    public void A_note_in_the_instance_tells_an_exporter_that_comes_later_what_it_was_started_with()
    {
        var no = new PolicySpec { Enabled = false };

        Assert.True(_tracker.Remember(Uuid, "guest1", Facts with { Policy = no, NextPolicy = no, HasManagedMarker = true }).StartedEnabled);
    }

    [Fact]
    public void What_an_instance_with_a_malformed_element_was_started_with_is_told_when_the_element_is_repaired()
    {
        Assert.Null(_tracker.Remember(Uuid, "guest1", Facts with { Policy = PolicySpec.Malformed("broken") }).StartedEnabled);
        Assert.True(_tracker.Remember(Uuid, "guest1", Facts).StartedEnabled);
    }

    [Fact]
    public void A_malformed_element_is_counted_and_logged_once_for_each_of_its_forms()
    {
        var broken = Facts with { NextPolicy = PolicySpec.Malformed("shares is no number") };
        _tracker.Remember(Uuid, "guest1", broken);
        _tracker.Remember(Uuid, "guest1", broken);
        Assert.Equal(1, _errors.Count);
        var line = Assert.Single(_log.Entries);
        Assert.Equal((LogLevel.Warning, "guest1", "shares is no number"), (line.Level, line.Fields["domain"], line.Fields["err"]));

        _tracker.Remember(Uuid, "guest1", Facts with { Policy = PolicySpec.Malformed("floor is no size") });
        _tracker.Remember(Uuid, "guest1", Facts);
        Assert.Equal(2, _errors.Count);
        _tracker.Remember(Uuid, "guest1", broken);
        Assert.Equal(3, _errors.Count);
    }

    [Fact]
    public void No_period_is_set_for_an_instance_that_is_to_be_left_alone()
    {
        var never = Facts with { StatisticsPeriod = TimeSpan.Zero };
        _tracker.Remember(Snapshots.Uuid(2), "guest2", never with { Policy = new PolicySpec { Enabled = false } });
        _tracker.Remember(Snapshots.Uuid(3), "guest3", never with { NextPolicy = new PolicySpec { Enabled = false } });
        _tracker.Remember(Snapshots.Uuid(4), "guest4", never with { Policy = PolicySpec.Malformed("broken") });
        _tracker.Remember(Uuid, "guest1", never);

        Assert.True(_tracker.WrongStatisticsPeriods.TryRead(out var asked));
        Assert.Equal(Uuid, asked);
        Assert.False(_tracker.WrongStatisticsPeriods.TryRead(out _));
    }

    [Fact]
    public void A_tight_guest_is_asked_every_second_while_it_is_tight_and_as_before_afterwards()
    {
        Asked(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(2) }, expected: TimeSpan.FromSeconds(1));
        Asked(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(2) }, expected: null);

        See(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(1) }, usableKib: 3 * Snapshots.GiB);
        Assert.True(_tracker.WrongStatisticsPeriods.TryRead(out var uuid));
        Assert.Equal(TimeSpan.FromSeconds(2), _tracker.StatisticsPeriodFor(uuid));
    }

    [Fact]
    public void A_tight_guest_is_asked_as_before_if_that_is_every_second_or_if_it_is_to_be_left_alone()
    {
        Asked(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(1) }, expected: null);
        Asked(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(2), Policy = new PolicySpec { Enabled = false } }, expected: null);
        Asked(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(2), Balloon = BalloonCapability.Fixed }, expected: null);
    }

    private void Asked(DomainFacts facts, TimeSpan? expected)
    {
        See(facts, usableKib: 100 * Snapshots.MiB);
        Assert.Equal(expected, _tracker.WrongStatisticsPeriods.TryRead(out var uuid) ? _tracker.StatisticsPeriodFor(uuid) : null);
    }

    private void See(DomainFacts facts, long usableKib) => _tracker.Observe(
        Snapshots.Domain(1, 3 * Snapshots.GiB) with { Facts = facts, Guest = Snapshots.Domain(1).Guest! with { SampledAt = Snapshots.Noon.Steady(), UsableKib = usableKib } },
        Snapshots.Noon.Steady(),
        new Limits());

    // A process that looks like QEMU's to /proc; it waits until its input ends.
    private static Process StandIn()
    {
        var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "echo up; read line", "qemu", "-uuid", Uuid.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("up", process.StandardOutput.ReadLine());
        return process;
    }

    private static void Stop(Process process)
    {
        process.StandardInput.Close();
        process.WaitForExit();
    }

    private DomainMemory See(DomainMemory domain) => _tracker.Observe(domain, _time.GetUtcNow().Steady(), new Limits());

    private void Record()
    {
        var request = new BalloonRequest(Uuid, 2048, Snapshots.Noon.Steady(), RequestOrigin.Alert, "fp");
        var decision = new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = 3072, ToKib = 2048 };
        _ledger.Record(request, decision, Snapshots.Domain(1), Snapshots.Noon.Steady(), new Limits());
        _ledger.Count(request, decision);
    }
}

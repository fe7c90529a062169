using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Tests;
using BalloonExporter.Kernel;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Libvirt;
using BalloonExporter.Tracking;

namespace BalloonExporter.Tests.Tracking;

/// <summary>A guest whose newest sample has the stamp of noon and that is asked each two seconds.</summary>
public sealed class KeptReadsTests
{
    private static readonly Guid Uuid = Snapshots.Uuid(1);

    private readonly JumpingTime _time = new(Snapshots.Noon.AddSeconds(0.5));
    private readonly Tracked _tracked;
    private DomainFacts _facts;

    public KeptReadsTests()
    {
        _tracked = new Tracked(_time, new QemuProcesses(new SteadyClock(_time), Fixture.PathOf("proc-domains"), Fixture.PathOf("cgroup")));
        _facts = Remember();
    }

    [Fact]
    public void What_was_read_is_used_until_the_next_sample_can_come()
    {
        Look(Guest());
        Assert.Equal(3 * Snapshots.GiB, Used()?.Guest?.UsableKib);

        Pass(1.3);
        Assert.NotNull(Used());
        Pass(0.2);
        Assert.Null(Used());
        Assert.Equal(2, _tracked.Reader.Reused);
    }

    [Fact]
    public void A_sample_that_a_look_did_not_find_holds_longer_than_its_stamp_says()
    {
        Pass(2.3);
        Look(Guest());
        Pass(0.1);
        Look(Guest(sampledAt: 2, usableKib: 2 * Snapshots.GiB));

        Pass(1.2);
        Assert.NotNull(Used());
        Pass(0.3);
        Assert.NotNull(Used());
        Pass(0.3);
        Assert.Null(Used());
    }

    [Fact]
    public void Resident_memory_is_read_each_time()
    {
        Look(Guest() with { ResidentKib = 1 });

        Assert.Equal(2097152, Used()?.ResidentKib);
    }

    [Theory]
    [InlineData(DomainState.Paused, BalloonCapability.Manageable)]
    [InlineData(DomainState.Running, BalloonCapability.Fixed)]
    public void A_paused_domain_and_one_without_a_balloon_are_not_read_for_15_seconds(DomainState state, BalloonCapability balloon)
    {
        _facts = Remember(Snapshots.Domain(1).Facts with { Balloon = balloon });
        Look(Guest() with { State = state });

        Pass(KeptRead.Oldest.TotalSeconds);
        Assert.NotNull(Used(state));
        Pass(0.1);
        Assert.Null(Used(state));
    }

    [Fact]
    public void A_guest_that_was_paused_when_it_was_read_and_runs_now_is_read()
    {
        Look(Guest() with { State = DomainState.Paused });

        Assert.Null(Used());
    }

    [Fact]
    public void A_guest_that_never_reported_or_is_not_asked_is_read()
    {
        Look(Guest() with { Guest = null });
        Assert.Null(Used());

        _facts = Remember(Snapshots.Domain(1).Facts with { StatisticsPeriod = TimeSpan.Zero });
        Look(Guest());
        Assert.Null(Used());
    }

    [Fact]
    public void A_monitor_that_did_not_answer_is_asked_again()
    {
        Look(Guest());
        Look(Guest() with { MonitorAnswered = false });

        Assert.Null(Used());
    }

    [Fact]
    public void A_domain_whose_process_is_not_seen_is_read()
    {
        _tracked.Kept.Note(Snapshots.Domain(9) with { State = DomainState.Paused, ReadAt = Now }, Now - TimeSpan.FromSeconds(0.1));

        Assert.Null(_tracked.Kept.Of(Snapshots.Uuid(9), DomainState.Paused));
    }

    [Fact]
    public void Whatever_happens_to_a_domain_it_is_read_then()
    {
        (string What, Action Happens)[] events =
        [
            ("started", () => _tracked.Events.Started(Uuid)),
            ("stopped", () => _tracked.Events.Stopped(Uuid)),
            ("rebooted", () => _tracked.Events.Rebooted(Uuid)),
            ("changed", () => _tracked.Events.Changed(Uuid)),
            ("state", () => _tracked.Events.StateChanged(Uuid)),
            ("moved", () => _tracked.Events.BalloonMoved(Uuid, 1)),
            ("told", () => _tracked.Events.BalloonTold(Uuid)),
            ("sample", () => _tracked.Events.SampleDemanded(Uuid)),
            ("lost", _tracked.Events.Lost),
            ("missed", _tracked.Events.Missed),
            ("not told", _tracked.Events.NotTold),
        ];
        foreach (var (what, happens) in events)
        {
            _facts = Remember();
            Pass(2);
            Look(Guest() with { State = DomainState.Paused });
            Assert.True(Used(DomainState.Paused) is not null, what);

            happens();
            Assert.True(Used(DomainState.Paused) is null, what);
        }
    }

    [Fact]
    public void A_read_that_began_before_something_happened_is_not_kept()
    {
        var begunAt = Now;
        Pass(0.1);
        _tracked.Events.BalloonMoved(Uuid, 1);
        Pass(0.1);
        _tracked.Kept.Note(Guest() with { ReadAt = Now }, begunAt);

        Assert.Null(Used());
    }

    [Fact]
    public void After_a_reboot_the_old_sample_tells_nothing_of_the_next_one()
    {
        Pass(0.1);
        _tracked.Events.Rebooted(Uuid);
        _facts = _tracked.Facts.Of(Uuid)!;
        Pass(0.1);
        Look(Guest());
        Assert.Null(Used());

        Pass(3);
        Look(Guest(sampledAt: 3));
        Assert.NotNull(Used());
    }

    [Fact]
    public void While_a_guest_is_asked_out_of_turn_its_old_sample_is_not_kept()
    {
        _tracked.Events.SampleDemanded(Uuid);
        Pass(0.5);
        Look(Guest());

        Assert.Null(Used());
    }

    [Fact]
    public void Stamps_from_before_the_clock_was_set_prove_nothing_for_a_minute()
    {
        Look(Guest());
        _time.Jump(TimeSpan.FromSeconds(30));
        Assert.Null(Used());

        Look(Guest(sampledAt: 30));
        Assert.Null(Used());
    }

    [Fact]
    public void Of_two_reads_at_the_same_time_that_differ_neither_is_kept()
    {
        var begunAt = Now;
        Pass(0.1);
        Look(Guest());
        _tracked.Kept.Note(Guest(usableKib: 1) with { ReadAt = Now }, begunAt);

        Assert.Null(Used());
        Assert.Equal(0, _tracked.Reader.Checks);
    }

    [Fact]
    public void A_fresh_read_that_finds_the_same_is_a_check()
    {
        Look(Guest());
        Pass(0.5);
        Look(Guest());
        Pass(10);

        Assert.Equal((1, 0), (_tracked.Reader.Checks, _tracked.Reader.Mismatches));
    }

    [Fact]
    public void After_a_mismatch_everything_is_read_until_an_hour_was_clean()
    {
        Look(Guest());
        Pass(0.5);
        Look(Guest() with { CurrentKib = Snapshots.GiB });
        Assert.Null(Used());
        Assert.Equal(0, _tracked.Reader.Mismatches);

        Pass(6);
        Assert.Null(Used());
        Assert.Equal(1, _tracked.Reader.Mismatches);
        Assert.Equal("current", Assert.Single(_tracked.KeptLog.Entries).Fields["figure"]);
        // The facts may be wrong: its period may have been changed.
        Assert.Null(_tracked.Facts.Of(Uuid));
        _facts = Remember();

        Pass(3590);
        Look(Guest() with { State = DomainState.Paused });
        Assert.Null(Used(DomainState.Paused));
        Pass(11);
        Assert.NotNull(Used(DomainState.Paused));
    }

    [Fact]
    public void A_difference_whose_event_arrives_a_little_later_is_a_move()
    {
        Look(Guest());
        Pass(0.5);
        Look(Guest() with { CurrentKib = Snapshots.GiB });
        Pass(1);
        _tracked.Events.BalloonMoved(Uuid, Snapshots.GiB);
        Pass(6);

        Look(Guest() with { State = DomainState.Paused });
        Assert.NotNull(Used(DomainState.Paused));
        Assert.Equal(0, _tracked.Reader.Mismatches);
    }

    [Fact]
    public void A_sample_that_came_sooner_than_it_can_is_a_mismatch()
    {
        Look(Guest());
        Pass(0.7);
        Look(Guest(sampledAt: 1));
        Pass(6);

        Assert.Null(Used());
        Assert.Equal("last_update", Assert.Single(_tracked.KeptLog.Entries).Fields["figure"]);
    }

    [Fact]
    public void With_the_flag_everything_is_read()
    {
        var kept = new KeptReads(_tracked.Facts, _tracked.Processes, _tracked.Reader, TestOptions.Act with { ReadsAll = true }, _tracked.Clock, _tracked.KeptLog);
        kept.Note(Guest() with { State = DomainState.Paused, ReadAt = Now }, Now - TimeSpan.FromSeconds(0.1));

        Assert.Null(kept.Of(Uuid, DomainState.Paused));
    }

    private Moment Now => _tracked.Clock.Now;

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private DomainMemory? Used(DomainState state = DomainState.Running) => _tracked.Kept.Of(Uuid, state);

    // A read takes a moment.
    private void Look(DomainMemory domain)
    {
        var begunAt = Now;
        Pass(0.01);
        _tracked.Kept.Note(domain with { ReadAt = Now }, begunAt);
    }

    private DomainFacts Remember(DomainFacts? facts = null) => _tracked.Facts.Remember(Uuid, "guest1", facts ?? Snapshots.Domain(1).Facts);

    private DomainMemory Guest(int sampledAt = 0, long usableKib = 3 * Snapshots.GiB) => Snapshots.Domain(1) with
    {
        Facts = _facts,
        Guest = Snapshots.Domain(1).Guest! with { LastUpdate = Snapshots.Noon.AddSeconds(sampledAt), UsableKib = usableKib },
    };
}

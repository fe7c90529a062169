using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Tracking;

public sealed class DomainTrackerTests
{
    private static readonly Guid Uuid = Snapshots.Uuid(1);
    private static readonly DomainFacts Facts = Snapshots.Domain(1).Facts with { RunningSince = null };

    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly Tracked _tracked;

    public DomainTrackerTests()
    {
        _tracked = new Tracked(_time);
        _tracked.Facts.Remember(Uuid, "guest1", Facts);
        _time.Advance(TimeSpan.FromMinutes(5));
    }

    private Moment Now => _time.GetUtcNow().Steady();

    [Fact]
    public void A_move_by_another_program_is_known_when_a_snapshot_was_taken_in()
    {
        TakeIn(Read(Snapshots.Domain(1)));
        _time.Advance(TimeSpan.FromMinutes(5));

        TakeIn(Read(Snapshots.Domain(1, 3 * Snapshots.GiB)));

        Assert.Equal((1L, Now), (Counters.ForeignMoves, Entry.ForeignMoveAt!.Value));
    }

    [Fact]
    public void A_managed_domain_counts_as_one()
    {
        TakeIn(Read(Snapshots.Domain(1)));

        Assert.Equal(1, _tracked.Ledger.RecentActivityOf(Uuid, Now, new Limits()).ManagedDomains);
    }

    [Fact]
    public void What_was_not_read_is_not_taken_in()
    {
        TakeIn(Read(Snapshots.Domain(1)) with { ReadAt = null });

        Assert.Same(LedgerEntry.Empty, Entry);
    }

    [Fact]
    public void An_instance_that_ended_since_it_was_read_is_not_taken_in()
    {
        var read = Read(Snapshots.Domain(1));
        _tracked.Events.Stopped(Uuid);

        TakeIn(read);

        Assert.Null(Entry.Watch);
    }

    [Fact]
    public void An_instance_that_began_anew_since_it_was_read_is_not_taken_in()
    {
        var read = Read(Snapshots.Domain(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        _tracked.Events.Started(Uuid);

        TakeIn(read);
        Assert.Null(Entry.Watch);

        TakeIn(Read(Snapshots.Domain(1)));
        Assert.NotNull(Entry.Watch);
    }

    [Fact]
    public void Periods_and_problems_are_looked_at()
    {
        TakeIn(Read(Snapshots.Domain(1) with { Facts = Facts with { StatisticsPeriod = TimeSpan.Zero } }));
        Assert.True(_tracked.Periods.Wrong.TryRead(out _));

        TakeIn(Read(Snapshots.Domain(1) with { Facts = Facts with { Policy = PolicySpec.Malformed("broken") } }));
        Assert.Equal(1, _tracked.PolicyErrors.Count);
    }

    [Fact]
    public void Domains_that_are_gone_are_forgotten_and_those_shut_off_keep_their_sums()
    {
        var request = new BalloonRequest(Uuid, 2048, Snapshots.Noon.Steady(), RequestOrigin.Alert, "fp");
        _tracked.Ledger.Count(request, new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = 3072, ToKib = 2048 });

        // Only what each libvirt has told of all its domains tells that one is gone.
        TakeIn(Snapshots.Host());
        Assert.NotNull(_tracked.Facts.Of(Uuid));

        TakeIn(Snapshots.Host() with { Domains = [], Existing = new HashSet<Guid> { Uuid } });
        Assert.Null(_tracked.Facts.Of(Uuid));
        Assert.NotEmpty(Counters.Moves);

        TakeIn(Snapshots.Host() with { Domains = [], Existing = new HashSet<Guid>() });
        Assert.Empty(Counters.Moves);
    }

    [Fact]
    public void What_a_domain_had_is_added_up_from_look_to_look_within_one_instance()
    {
        foreach (var currentGib in new[] { 4, 3, 3 })
        {
            TakeIn(Read(Snapshots.Domain(1, currentGib * Snapshots.GiB)));
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        var before = _tracked.Proof.Of(Uuid)!;
        Assert.Equal((TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(20)), (before.BelowSold, before.Observed));

        _tracked.Events.Stopped(Uuid);
        _tracked.Events.Started(Uuid);
        _time.Advance(TimeSpan.FromSeconds(1));
        TakeIn(Read(Snapshots.Domain(1, 3 * Snapshots.GiB)));
        Assert.Equal(before, _tracked.Proof.Of(Uuid));

        TakeIn(Snapshots.Host() with { Domains = [], Existing = new HashSet<Guid>() });
        Assert.Null(_tracked.Proof.Of(Uuid));
    }

    [Fact]
    public void What_the_host_has_for_what_it_sold_is_known_after_a_look_at_all_domains()
    {
        for (var look = 0; look < 2; look++)
        {
            TakeIn(Snapshots.Host() with { Domains = [Read(Snapshots.Domain(1))], Memory = Snapshots.Memory with { BudgetKib = Snapshots.GiB }, Existing = new HashSet<Guid> { Uuid } });
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(10.0 * 3 * Snapshots.GiB, _tracked.Proof.Of(Uuid)!.BorrowedKibSeconds);
    }

    private LedgerEntry Entry => _tracked.Ledger.Of(Uuid);

    private DomainCounters Counters => _tracked.Ledger.CountersOf(Uuid);

    private DomainMemory Read(DomainMemory domain) => domain with { ReadAt = Now, StatisticsFresh = true };

    private void TakeIn(DomainMemory domain) => TakeIn(Snapshots.Host() with { Domains = [domain] });

    private void TakeIn(HostSnapshot snapshot) => _tracked.Tracker.TakeIn(snapshot);
}

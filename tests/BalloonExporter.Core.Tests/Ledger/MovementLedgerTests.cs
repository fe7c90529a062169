using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Ledger;

public sealed partial class MovementLedgerTests
{
    private static readonly Guid Other = new("99999999-2222-3333-4444-555555555555");

    private readonly MovementLedger _ledger = new();

    [Fact]
    public void Of_an_unknown_domain_nothing_is_remembered() => Assert.Same(LedgerEntry.Empty, _ledger.Of(Uuid));

    [Fact]
    public void A_shrink_is_remembered()
    {
        Move(fromKib: 4 * GiB, toKib: 3 * GiB, Noon, residentTakenKib: 512 * MiB);

        var entry = _ledger.Of(Uuid);
        Assert.Equal(3 * GiB, entry.TargetKib);
        Assert.Equal(Noon, entry.TargetSetAt);
        Assert.Equal(Noon, entry.LastShrinkAt);
        Assert.Equal(Noon - TimeSpan.FromSeconds(5), entry.LastEvaluatedAt);
        Assert.Equal(512 * MiB, entry.Charges.ResidentSinceKib(Noon - TimeSpan.FromSeconds(15)));
        Assert.Equal(0, entry.GrantedSinceKib(Noon - TimeSpan.FromSeconds(15)));
    }

    [Fact]
    public void A_grant_is_remembered_and_leaves_the_last_shrink_as_it_was()
    {
        Move(4 * GiB, 3 * GiB, Noon);
        Move(3 * GiB, 4 * GiB, Noon + TimeSpan.FromSeconds(1));

        var entry = _ledger.Of(Uuid);
        Assert.Equal(Noon, entry.LastShrinkAt);
        Assert.Equal(GiB, entry.GrantedSinceKib(Noon - TimeSpan.FromSeconds(15)));
    }

    [Fact]
    public void A_refusal_is_not_remembered()
    {
        _ledger.Record(Asking(GiB), Decision.Refuse(DecisionReason.BelowFloor, 4 * GiB), ADomain(), Noon, new Limits());

        Assert.Same(LedgerEntry.Empty, _ledger.Of(Uuid));
    }

    [Fact]
    public void A_grant_counts_until_it_is_taken_up()
    {
        var domain = ADomain() with { ResidentKib = GiB };
        _ledger.Observe(domain, Noon, new Limits());
        Move(GiB, 2 * GiB, Noon);
        Assert.Equal(GiB, GrantedKib(Noon + TimeSpan.FromSeconds(1)));

        _ledger.Observe(domain with { ResidentKib = GiB + (300 * MiB) }, Noon + TimeSpan.FromSeconds(1), new Limits());
        Assert.Equal(GiB - (300 * MiB), GrantedKib(Noon + TimeSpan.FromSeconds(1)));

        _ledger.Observe(domain with { ResidentKib = 3 * GiB }, Noon + TimeSpan.FromSeconds(2), new Limits());
        Assert.Equal(0, GrantedKib(Noon + TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void What_was_taken_up_before_a_grant_or_was_given_up_in_between_is_no_part_of_it()
    {
        var domain = ADomain();
        foreach (var (resident, second) in ((double, int)[])[(1, 0), (1.5, 1)])
            _ledger.Observe(domain with { ResidentKib = (long)(resident * GiB) }, Noon + TimeSpan.FromSeconds(second), new Limits());
        Move(2 * GiB, 3 * GiB, Noon + TimeSpan.FromSeconds(1));
        foreach (var (resident, second) in ((double, int)[])[(1.0, 2), (1.5, 3), (0.5, 4), (1.5, 5)])
            _ledger.Observe(domain with { ResidentKib = (long)(resident * GiB) }, Noon + TimeSpan.FromSeconds(second), new Limits());
        Assert.Equal(GiB, GrantedKib(Noon + TimeSpan.FromSeconds(5)));

        _ledger.Observe(domain with { ResidentKib = 2 * GiB }, Noon + TimeSpan.FromSeconds(6), new Limits());
        Assert.Equal(GiB / 2, GrantedKib(Noon + TimeSpan.FromSeconds(6)));
    }

    [Fact]
    public void A_grant_that_ran_out_leaves_nothing_to_the_next_one()
    {
        Move(GiB, 2 * GiB, Noon);
        Move(2 * GiB, 3 * GiB, Noon + TimeSpan.FromSeconds(20));

        Assert.Equal(GiB, GrantedKib(Noon + TimeSpan.FromSeconds(21)));
    }

    [Fact]
    public void A_split_counts_for_a_moment_and_for_those_it_names()
    {
        _ledger.NoteSplit(new Dictionary<Guid, long> { [Uuid] = GiB }, Noon);

        Assert.Equal(GiB, SplitKib(Uuid, Noon + TimeSpan.FromSeconds(5)));
        Assert.Null(SplitKib(Other, Noon));
        Assert.Null(SplitKib(Uuid, Noon + TimeSpan.FromSeconds(6)));
        _ledger.NoteSplit(null, Noon + TimeSpan.FromSeconds(1));
        Assert.Null(SplitKib(Uuid, Noon + TimeSpan.FromSeconds(1)));

        long? SplitKib(Guid uuid, Moment at) => _ledger.RecentActivityOf(uuid, at, new Limits()).SplitKib;
    }

    [Fact]
    public void Grants_of_all_domains_are_added_up_within_the_window()
    {
        Move(GiB, 2 * GiB, Noon);
        Move(GiB, 3 * GiB, Noon + TimeSpan.FromSeconds(10), uuid: Other);
        Move(3 * GiB, GiB, Noon + TimeSpan.FromSeconds(12), uuid: Other);

        Assert.Equal(3 * GiB, GrantedKib(Noon + TimeSpan.FromSeconds(15) - TimeSpan.FromTicks(1)));
        Assert.Equal(2 * GiB, GrantedKib(Noon + TimeSpan.FromSeconds(15)));
        Assert.Equal(0, GrantedKib(Noon + TimeSpan.FromSeconds(25)));
    }

    [Fact]
    public void Movements_older_than_all_windows_are_dropped_but_not_their_number()
    {
        for (var second = 0; second < 100; second++)
            Move(GiB, 2 * GiB, Noon + TimeSpan.FromSeconds(second));

        Assert.Equal(61, _ledger.Of(Uuid).Recent.Count);
        Assert.Equal(100, _ledger.CountersOf(Uuid).Moves.Values.Sum());
    }

    [Fact]
    public void Movements_are_kept_for_the_longest_of_the_windows()
    {
        var limits = new Limits { ShrinkWindow = TimeSpan.FromSeconds(5), GrantWindow = TimeSpan.FromSeconds(90) };
        Move(GiB, 2 * GiB, Noon, limits: limits);
        Move(2 * GiB, 3 * GiB, Noon + TimeSpan.FromSeconds(89), limits: limits);

        Assert.Equal(2 * GiB, GrantedKib(Noon + TimeSpan.FromSeconds(89), limits));
    }

    [Fact]
    public void What_an_ended_instance_moved_is_forgotten_but_the_sums_stay()
    {
        Move(4 * GiB, 3 * GiB, Noon);
        Stand(3 * GiB, Noon + TimeSpan.FromSeconds(1));

        _ledger.Forget(Uuid);

        var counters = _ledger.CountersOf(Uuid);
        Assert.Equal(LedgerEntry.Empty, _ledger.Of(Uuid));
        Assert.Equal((GiB, true, 1), (counters.RemovedKib, counters.Moves.Single().Key.Takes, counters.Moves.Single().Value));
    }

    [Fact]
    public void Forgetting_the_unknown_changes_nothing()
    {
        _ledger.Forget(Uuid);

        Assert.Same(LedgerEntry.Empty, _ledger.Of(Uuid));
    }

    [Fact]
    public void Only_domains_that_exist_are_kept()
    {
        Move(4 * GiB, 3 * GiB, Noon);
        Move(4 * GiB, 3 * GiB, Noon, uuid: Other);

        _ledger.Keep(new HashSet<Guid> { Other });

        Assert.Same(LedgerEntry.Empty, _ledger.Of(Uuid));
        Assert.Equal(3 * GiB, _ledger.Of(Other).TargetKib);
    }

    [Fact]
    public void Takes_of_all_domains_are_added_up_within_a_minute()
    {
        Move(4 * GiB, 3 * GiB, Noon, residentTakenKib: GiB);
        Move(4 * GiB, 3 * GiB, Noon + TimeSpan.FromSeconds(30), residentTakenKib: 512 * MiB, uuid: Other);
        Arrive(Uuid, 4 * GiB, 3 * GiB, Noon);
        Arrive(Other, 4 * GiB, (long)(3.5 * GiB), Noon + TimeSpan.FromSeconds(30));

        var both = _ledger.RecentActivityOf(Uuid, Noon + TimeSpan.FromSeconds(59), new Limits());
        Assert.Equal((GiB + (512 * MiB), 2, true), (both.TakenKib, both.DomainsTakenFrom, both.ThisDomainTakenFrom));
        var later = _ledger.RecentActivityOf(Uuid, Noon + TimeSpan.FromSeconds(61), new Limits());
        Assert.Equal((512 * MiB, 1, false), (later.TakenKib, later.DomainsTakenFrom, later.ThisDomainTakenFrom));
    }

    private void Arrive(Guid uuid, long fromResidentKib, long toResidentKib, Moment at)
    {
        Assert.True(fromResidentKib > toResidentKib);
        _ledger.Observe(ADomain() with { Uuid = uuid, CurrentKib = 3 * GiB, ResidentKib = toResidentKib }, at + TimeSpan.FromTicks(1), new Limits());
    }

    private static BalloonRequest Rescue(long targetKib) =>
        new(Uuid, targetKib, Noon, RequestOrigin.Rescue) { Cause = ReflexCause.SwapOut };

    private static Decision Granted(long fromKib, long toKib) => new()
    {
        Verdict = Verdict.Applied,
        Reason = DecisionReason.AsRequested,
        FromKib = fromKib,
        ToKib = toKib,
        GrantedKib = Math.Max(0, toKib - fromKib),
    };

    private long GrantedKib(Moment now, Limits? limits = null) => _ledger.RecentActivityOf(Uuid, now, limits ?? new Limits()).GrantedKib;

    private void Stand(long currentKib, Moment at) => _ledger.Observe(ADomain() with { CurrentKib = currentKib }, at, new Limits());

    private void Set(BalloonRequest request, Decision decision, Moment at)
    {
        _ledger.Record(request, decision, ADomain(), at, new Limits());
        _ledger.Count(request, decision);
    }

    private void Move(long fromKib, long toKib, Moment at, long residentTakenKib = 0, Guid? uuid = null, Limits? limits = null)
    {
        var decision = new Decision
        {
            Verdict = Verdict.Applied,
            Reason = DecisionReason.AsRequested,
            FromKib = fromKib,
            ToKib = toKib,
            GrantedKib = Math.Max(0, toKib - fromKib),
            ResidentTakenKib = residentTakenKib,
        };
        var request = Asking(toKib, at - TimeSpan.FromSeconds(5)) with { Uuid = uuid ?? Uuid };
        _ledger.Record(request, decision, ADomain() with { CurrentKib = fromKib, ResidentKib = fromKib }, at, limits ?? new Limits());
        _ledger.Count(request, decision);
    }
}

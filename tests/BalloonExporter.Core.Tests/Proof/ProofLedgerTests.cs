using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Proof;
using CsCheck;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Proof;

/// <summary>A domain was sold 4 GiB and has 2. Its guest reports each two seconds.</summary>
public sealed class ProofLedgerTests
{
    private const double Scarce = 0.05;
    private const double Little = 0.2;
    private const double Plenty = 0.5;

    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly JumpingTime _time = new(Start);
    private readonly ProofLedger _proof;
    private readonly Limits _limits = new();

    public ProofLedgerTests() => _proof = new ProofLedger(new SteadyClock(_time));

    private ProofEntry Entry => _proof.Of(Uuid)!;

    [Fact]
    public void A_guest_that_is_never_short_has_no_unmet_second()
    {
        for (var second = 0; second <= 60; second += 2)
            Look(second, Plenty, majorFaults: second * 1000, swapInKib: second * 1000);

        Assert.Equal((TimeSpan.Zero, Seconds(60)), (Entry.Unmet, Entry.Observed));
    }

    [Fact]
    public void A_domain_that_has_all_that_was_bought_is_not_short_however_full_it_is()
    {
        for (var second = 0; second <= 60; second += 2)
            Look(second, 0.001, currentKib: 4 * GiB, majorFaults: second * 1000);

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, Seconds(60)), (Entry.Unmet, Entry.BelowSold, Entry.Observed));
    }

    [Fact]
    public void A_shortage_counts_whole_between_samples_that_show_it_and_half_at_its_edges()
    {
        foreach (var (second, usable) in new[] { (0, Plenty), (2, Plenty), (4, Scarce), (6, Scarce), (8, Plenty), (10, Plenty) })
            Look(second, usable);

        Assert.Equal(Seconds(4), Entry.Unmet);
    }

    [Theory]
    [InlineData(Little, 1024, 0, 1)]
    [InlineData(Little, 256, 0, 0)]
    [InlineData(Little, 0, 40, 1)]
    [InlineData(Little, 0, 20, 0)]
    [InlineData(0.31, 100_000, 10_000, 0)]
    public void What_a_guest_reads_back_from_disk_is_felt_when_it_is_much_and_little_is_usable(double usable, long swapInKib, long majorFaults, int seconds)
    {
        Look(0, usable);
        Look(2, usable, swapInKib: swapInKib, majorFaults: majorFaults);

        Assert.Equal(Seconds(seconds), Entry.Unmet);
    }

    [Fact]
    public void A_sample_counts_once_however_often_it_is_read()
    {
        Look(0, Plenty);
        Look(2, Scarce);
        foreach (var second in new[] { 2.5, 3.0, 3.5 })
            Look(second, Scarce, sampledAt: 2);

        Assert.Equal(Seconds(1), Entry.Unmet);
    }

    [Fact]
    public void After_a_gap_one_period_counts_and_the_gap_is_not_observed()
    {
        Look(0, Scarce);
        Look(60, Scarce);

        Assert.Equal((Seconds(2), TimeSpan.Zero, TimeSpan.Zero), (Entry.Unmet, Entry.Observed, Entry.BelowSold));
    }

    [Fact]
    public void A_guest_that_is_late_because_it_is_short_loses_nothing_of_three_periods()
    {
        Look(0, Scarce);
        Look(5.9, Scarce);

        Assert.Equal(Seconds(5.9), Entry.Unmet);
    }

    [Fact]
    public void A_guest_that_does_not_report_is_neither_short_nor_observed()
    {
        for (var second = 0; second <= 20; second += 2)
            Look(second, Scarce, change: domain => domain with { StatisticsFresh = false });

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, Seconds(20)), (Entry.Unmet, Entry.Observed, Entry.BelowSold));
    }

    [Fact]
    public void A_paused_guest_needs_nothing()
    {
        Look(0, Scarce);
        Look(2, Scarce);
        Look(3, Scarce, sampledAt: 2, change: domain => domain with { State = DomainState.Paused });
        Look(10, Scarce);
        Look(12, Scarce);

        Assert.Equal((Seconds(4), Seconds(4)), (Entry.Unmet, Entry.Observed));
    }

    [Fact]
    public void A_reboot_whose_counters_begin_anew_invents_nothing()
    {
        Look(0, Little, swapInKib: GiB, majorFaults: 1_000_000);
        Look(2, Little, swapInKib: 0, majorFaults: 10);
        Look(4, Little, swapInKib: 0, majorFaults: 20);

        Assert.Equal(TimeSpan.Zero, Entry.Unmet);
    }

    [Fact]
    public void Between_two_instances_nothing_counts()
    {
        Look(0, Scarce);
        Look(2, Scarce);
        _proof.Forget(Uuid);
        Look(4, Scarce);
        Look(6, Scarce);

        Assert.Equal((Seconds(4), Seconds(4)), (Entry.Unmet, Entry.Observed));
    }

    [Fact]
    public void A_restart_of_the_exporter_continues_and_counts_nothing_of_the_time_between()
    {
        Look(0, Scarce);
        Look(2, Scarce);
        var next = new ProofLedger(new SteadyClock(_time));
        next.Restore(_proof.Saved());
        foreach (var second in new[] { 100, 102 })
            next.Observe(Domain(second, Scarce), At(second), null, _limits);

        Assert.Equal((Seconds(4), Start), (next.Of(Uuid)!.Unmet, next.Of(Uuid)!.Since));
    }

    [Fact]
    public void A_clock_that_is_set_changes_no_count()
    {
        for (var second = 0; second <= 20; second += 2)
        {
            _time.Jump(TimeSpan.FromHours(second % 4 == 0 ? 1 : -1));
            Look(second, Scarce);
        }

        Assert.Equal(Seconds(20), Entry.Unmet);
    }

    [Fact]
    public void An_older_look_changes_nothing()
    {
        Look(0, Scarce);
        Look(4, Scarce);
        var before = Entry;

        Look(2, Scarce);

        Assert.Equal(before, Entry);
    }

    [Fact]
    public void What_the_balloon_holds_back_is_lent()
    {
        Look(0, Plenty);
        Look(10, Plenty, currentKib: 3 * GiB);
        Look(20, Plenty, currentKib: 4 * GiB);

        Assert.Equal(Seconds(15), Entry.BelowSold);
        Assert.Equal((10 * 1.5 * GiB) + (10 * 0.5 * GiB), Entry.LentKibSeconds);
    }

    [Fact]
    public void What_is_occupied_beyond_the_part_of_the_host_is_borrowed()
    {
        // Sold twice: the part of 4 GiB is 2.
        Look(0, Plenty, currentKib: 4 * GiB);
        _proof.See(Host(4 * GiB, ADomain(), ADomain() with { Uuid = Guid.NewGuid() }));
        foreach (var second in new[] { 10, 20 })
            Look(second, Plenty, currentKib: 4 * GiB, change: domain => domain with { ResidentKib = 3 * GiB });
        Assert.Equal(15.0 * GiB, Entry.BorrowedKibSeconds);

        _proof.See(Host(64 * GiB, ADomain()));
        foreach (var second in new[] { 30, 40 })
            Look(second, Plenty, currentKib: 4 * GiB);
        Assert.Equal(20.0 * GiB, Entry.BorrowedKibSeconds);
    }

    [Fact]
    public void A_look_at_some_domains_does_not_change_the_parts()
    {
        _proof.See(Host(4 * GiB, ADomain(), ADomain() with { Uuid = Guid.NewGuid() }));
        _proof.See(Host(4 * GiB, ADomain()) with { Existing = null });
        foreach (var second in new[] { 0, 10 })
            Look(second, Plenty, currentKib: 4 * GiB);

        Assert.Equal(20.0 * GiB, Entry.BorrowedKibSeconds);
    }

    [Fact]
    public void A_rescue_was_waited_for_since_the_first_sample_that_showed_the_need()
    {
        foreach (var second in new[] { 0, 2, 4, 6 })
            Look(second, second == 0 ? Plenty : Scarce);
        Assert.Null(_proof.LongestWaitOf(Uuid, At(6)));

        Look(8, Scarce, rescuedAt: 7);
        Assert.Equal(Seconds(5), _proof.LongestWaitOf(Uuid, At(8)));

        // Who was rescued waits anew.
        Look(10, Scarce, rescuedAt: 9);
        Assert.Equal(Seconds(5), _proof.LongestWaitOf(Uuid, At(10)));
        Assert.Equal(Seconds(2), _proof.LongestWaitOf(Uuid, At(7) + TimeSpan.FromHours(1)));
        Assert.Null(_proof.LongestWaitOf(Uuid, At(10) + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_guest_that_was_rescued_before_it_was_short_did_not_wait()
    {
        Look(0, Plenty);
        Look(2, Plenty, rescuedAt: 1);

        Assert.Equal(TimeSpan.Zero, _proof.LongestWaitOf(Uuid, At(2)));
    }

    [Fact]
    public void What_no_longer_exists_is_dropped_and_an_excluded_domain_has_no_entry()
    {
        Look(0, Plenty);
        _proof.Keep(new HashSet<Guid>());
        Assert.Null(_proof.Of(Uuid));

        Look(2, Plenty, change: domain => domain with { Excluded = true });
        Assert.Null(_proof.Of(Uuid));
    }

    [Fact]
    public void Whatever_happens_nothing_falls_and_no_more_counts_than_has_passed() =>
        Gen.Select(Gen.Double[0.1, 40], Gen.Int[0, 5], Gen.Bool, (seconds, what, isShort) => (seconds, what, isShort)).Array[1, 60].Sample(steps =>
        {
            var proof = new ProofLedger(new SteadyClock(_time));
            var (second, before) = (0.0, new ProofEntry { Since = Start });
            proof.Observe(Domain(second, Plenty), At(second), null, _limits);
            foreach (var (seconds, what, isShort) in steps)
            {
                second += seconds;
                if (what == 0)
                    proof.Forget(Uuid);
                var domain = Domain(second, isShort ? Scarce : Plenty);
                proof.Observe(what == 1 ? domain with { State = DomainState.Paused } : domain, At(second), null, _limits);
                var entry = proof.Of(Uuid)!;
                Assert.True(entry.Unmet >= before.Unmet && entry.Observed >= before.Observed && entry.LentKibSeconds >= before.LentKibSeconds);
                Assert.True(entry.Unmet <= Seconds(second) && entry.Observed <= Seconds(second) && entry.BelowSold <= Seconds(second));
                Assert.True(entry.Unmet - before.Unmet <= Seconds(seconds) + TimeSpan.FromMicroseconds(1));
                before = entry;
            }
        });

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static Moment At(double second) => Noon + Seconds(second);

    private static HostSnapshot Host(long totalKib, params DomainMemory[] domains) => new()
    {
        TakenAt = Noon,
        LibvirtUp = true,
        Memory = AHost(totalKib, totalKib / 2),
        Domains = domains,
        Existing = domains.Select(domain => domain.Uuid).ToHashSet(),
    };

    private static DomainMemory Domain(double second, double usable, long currentKib = 2 * GiB) => ADomain() with
    {
        CurrentKib = currentKib,
        ResidentKib = currentKib,
        RecentLeastUsableShare = 1,
        WorkingSet = new WorkingSet((long)(currentKib * (1 - usable)), At(second)),
        Guest = new GuestStatistics { SampledAt = At(second), TotalKib = currentKib, UsableKib = (long)(currentKib * usable), SwapInKib = 0, SwapOutKib = 0, MajorFaults = 0 },
    };

    private void Look(
        double second, double usable, long currentKib = 2 * GiB, long swapInKib = 0, long majorFaults = 0, double? sampledAt = null, double? rescuedAt = null, Func<DomainMemory, DomainMemory>? change = null)
    {
        var domain = Domain(sampledAt ?? second, usable, currentKib);
        domain = domain with { Guest = domain.Guest! with { SwapInKib = swapInKib, MajorFaults = majorFaults } };
        _proof.Observe(change is null ? domain : change(domain), At(second), rescuedAt is { } at ? At(at) : null, _limits);
    }
}

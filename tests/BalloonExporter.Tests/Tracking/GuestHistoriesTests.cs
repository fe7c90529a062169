using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tracking;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Tracking;

public sealed class GuestHistoriesTests
{
    private static readonly Guid Uuid = Snapshots.Uuid(1);
    private static readonly DomainFacts Facts = Snapshots.Domain(1).Facts with { RunningSince = null };

    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly GuestHistories _histories;

    public GuestHistoriesTests() => _histories = new GuestHistories(new SteadyClock(_time));

    [Fact]
    public void A_read_is_completed_with_its_time_freshness_working_set_and_swap_debt()
    {
        var seen = See(Snapshots.Domain(1) with { StatisticsFresh = null, WorkingSet = null });
        Assert.Equal(Snapshots.Noon.Steady(), seen.ReadAt);
        Assert.True(seen.StatisticsFresh);
        Assert.Equal(Snapshots.GiB, seen.WorkingSet?.Kib);
        Assert.Equal(0, seen.SwapDebtKib);

        _time.Advance(TimeSpan.FromSeconds(2));
        seen = See(Sampled(Snapshots.Domain(1), Snapshots.Noon.AddSeconds(1), swapOutKib: 108));
        Assert.Equal(100, seen.SwapDebtKib);
    }

    [Fact]
    public void A_sample_counts_once_however_often_it_is_read()
    {
        See(Snapshots.Domain(1));
        _time.Advance(TimeSpan.FromSeconds(2));
        var sampled = Sampled(Snapshots.Domain(1), Snapshots.Noon.AddSeconds(1), swapOutKib: 108);

        var once = See(sampled);
        for (var read = 0; read < 100; read++)
            Assert.Equivalent(once, See(sampled));
    }

    [Fact]
    public void Without_a_sample_freshness_is_not_known_and_without_a_period_nothing_is_fresh()
    {
        Assert.Null(See(Snapshots.Domain(1) with { Guest = null }).StatisticsFresh);
        Assert.False(See(Snapshots.Domain(1) with { Facts = Facts with { StatisticsPeriod = null } }).StatisticsFresh);
        _time.Advance(TimeSpan.FromSeconds(8));
        Assert.False(See(Snapshots.Domain(1)).StatisticsFresh);
    }

    [Fact]
    public void When_the_next_sample_arrives_is_learned_from_the_reads_and_forgotten_with_a_reboot()
    {
        Assert.Null(See(Snapshots.Domain(1)).NextSample);
        _time.Advance(TimeSpan.FromSeconds(2.5));
        var seen = See(Sampled(Snapshots.Domain(1), Snapshots.Noon.AddSeconds(2), swapOutKib: 8));

        var next = Assert.NotNull(seen.NextSample);
        Assert.InRange((next.By - Snapshots.Noon.Steady()).TotalSeconds, 4.5, 4.6);
        Assert.InRange((next.After - Snapshots.Noon.Steady()).TotalSeconds, 3.9, 4);
        _histories.Rebooted(Uuid);
        Assert.Null(See(Sampled(Snapshots.Domain(1), Snapshots.Noon.AddSeconds(2), swapOutKib: 8)).NextSample);
    }

    [Fact]
    public void A_balloon_event_between_two_reads_is_seen()
    {
        var unsettled = Snapshots.Domain(1) with { Facts = Facts with { AutoDeflate = true } };
        See(unsettled with { Guest = null });
        _time.Advance(TimeSpan.FromSeconds(1.5));
        _histories.BalloonMoved(Uuid, 3 * Snapshots.GiB);
        _histories.BalloonMoved(Snapshots.Uuid(99), 1);
        _time.Advance(TimeSpan.FromSeconds(1));

        // Back at the old value within a second of the sample: only the event tells that it moved.
        var seen = See(Sampled(unsettled, Snapshots.Noon.AddSeconds(1), swapOutKib: 8));

        Assert.Null(seen.WorkingSet);
    }

    [Fact]
    public void A_reboot_a_start_and_an_end_forget_what_the_guest_needed()
    {
        Forgets(() => _histories.Rebooted(Uuid));
        Forgets(() => _histories.Forget(Uuid));
        Forgets(() => _histories.Keep(new HashSet<Guid>()));
    }

    private void Forgets(Action act)
    {
        See(Snapshots.Domain(1));
        Assert.NotNull(See(Snapshots.Domain(1) with { Guest = null }).WorkingSet);

        act();

        Assert.Null(See(Snapshots.Domain(1) with { Guest = null }).WorkingSet);
        _histories.Forget(Uuid);
    }

    private static DomainMemory Sampled(DomainMemory domain, DateTimeOffset at, long swapOutKib) =>
        domain with { Guest = domain.Guest! with { SampledAt = at.Steady(), LastUpdate = at, SwapOutKib = swapOutKib } };

    private DomainMemory See(DomainMemory domain) => _histories.Complete(domain, _time.GetUtcNow().Steady(), new Limits());
}

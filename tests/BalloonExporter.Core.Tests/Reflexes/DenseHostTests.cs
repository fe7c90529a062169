using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Core.Tests.GuardRails;
using static BalloonExporter.Core.Tests.GuardRails.Situation;
using static BalloonExporter.Core.Tests.Reflexes.Seen;

namespace BalloonExporter.Core.Tests.Reflexes;

/// <summary>Hundreds of guests of 4 GiB on 512 GiB: each one's part of what is taken or given is small.</summary>
public sealed class DenseHostTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public void An_emergency_takes_what_is_missing_although_each_ones_part_is_a_crumb(int guests)
    {
        // A GiB is missing to the goal: 2.6 to 5 MiB from each.
        var seen = new Seen { Level = HostLevel.Red, Host = AHost(512 * GiB, (long)(512 * GiB * 0.12) - GiB) };

        var requests = HostEmergency.Requests(seen.Look(Guests(guests, (long)(1.5 * GiB), GiB / 2)));

        Assert.InRange(requests.Count, 1, 13);
        Assert.InRange(requests.Sum(request => (long)(1.5 * GiB) - request.TargetKib), GiB - MiB, GiB);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public void What_is_given_back_goes_to_a_few(int guests)
    {
        // A GiB may be given back: 2.6 to 5 MiB to each, and less than 41 are not worth a command.
        var seen = new Seen { Level = HostLevel.Green, Host = AHost(512 * GiB, (long)(512 * GiB * 0.15) + GiB) };

        var requests = Recovery.Requests(seen.Look(Guests(guests, (long)(1.5 * GiB), GiB / 2)), abandoned: true);

        Assert.InRange(requests.Count, 1, 13);
        Assert.InRange(requests.Sum(request => request.TargetKib - (long)(1.5 * GiB)), GiB - MiB, GiB);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public void A_rescue_of_all_goes_to_a_few_where_each_ones_part_is_a_crumb(int guests)
    {
        // All but one idle guest have next to nothing usable, and a GiB is above the mark below which no guest is given anything: 2.6 to 5 MiB for each.
        var limits = new Limits { FloorShare = 0.1 };
        var host = AHost(512 * GiB, HostMarks.Of(AHost(512 * GiB, 0), limits).NoGrantKib + GiB);
        var seen = new Seen { Limits = limits, Level = HostLevel.Red, Host = host };
        var (size, idle) = (200 * GiB / guests, Uuid(guests + 1));
        var idler = Domain(guests + 1, 200 * GiB, GiB) with { MaximumKib = 200 * GiB };

        var (gifts, takes, shortKib) = Rescue.Plan(seen.Look([.. Guests(guests, size, size - (20 * MiB)), idler]));

        Assert.InRange(gifts.Count, 1, 64);
        Assert.All(gifts, gift => Assert.InRange(gift.TargetKib - size, limits.DeadBandMinimumKib, GiB));
        Assert.InRange(gifts.Sum(gift => gift.TargetKib - size), GiB - MiB, GiB);
        Assert.True(shortKib > 0);
        Assert.Contains(takes, take => take.Uuid == idle && take.TargetKib < 200 * GiB);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public void A_rescue_of_one_takes_what_is_missing_from_a_few(int guests)
    {
        // Nothing is to spare for room to breathe: what one lacks is 3 MiB from each of the others.
        var seen = new Seen { Level = HostLevel.Hold, Host = AHost(512 * GiB, (long)(512 * GiB * 0.07)) };
        DomainMemory[] domains = [.. Guests(guests, (long)(1.5 * GiB), GiB / 2), Domain(guests + 1, GiB, GiB - (20 * MiB))];

        var takes = Rescue.Plan(seen.Look(domains)).Takes;

        Assert.InRange(takes.Count, 1, 64);
        Assert.All(takes, take => Assert.InRange((long)(1.5 * GiB) - take.TargetKib, 16 * MiB, GiB));
    }

    [Theory]
    [InlineData(150, 100, true)]
    [InlineData(300, 100, false)]
    [InlineData(300, 149, false)]
    [InlineData(300, 150, true)]
    [InlineData(0, 100, true)]
    public void Without_a_number_the_breaker_counts_half_of_the_managed_domains_and_at_least_100(int managed, int takenFrom, bool refused)
    {
        var situation = new Situation { Activity = new RecentActivity { ManagedDomains = managed, DomainsTakenFrom = takenFrom } };

        Assert.Equal(refused ? DecisionReason.CircuitBreaker : DecisionReason.AsRequested, situation.Decide().Reason);
        Assert.Equal(refused, CircuitBreaker.IsOpen(situation.Host!, situation.Activity, situation.Limits));
    }

    [Fact]
    public void A_number_that_was_set_for_the_breaker_stays() => new Situation
    {
        Limits = new Limits { BreakerDomains = 100 },
        Activity = new RecentActivity { ManagedDomains = 1000, DomainsTakenFrom = 100 },
    }.IsRefused(DecisionReason.CircuitBreaker);

    [Fact]
    public void The_ledger_counts_the_domains_that_are_managed_now()
    {
        var (ledger, limits) = (new MovementLedger(), new Limits());
        foreach (var guest in Guests(5, 4 * GiB, GiB))
            ledger.Observe(guest, Now, limits);
        Assert.Equal(5, Managed());

        ledger.Observe(Domain(1, 4 * GiB, GiB) with { StatisticsFresh = false }, Now, limits);
        ledger.Forget(Uuid(2));
        ledger.Keep(new HashSet<Guid> { Uuid(1), Uuid(2), Uuid(3), Uuid(4) });
        Assert.Equal(2, Managed());

        int Managed() => ledger.RecentActivityOf(Uuid(1), Now, limits).ManagedDomains;
    }

    [Fact]
    public void The_ledger_adds_up_what_the_managed_domains_lack_to_what_they_need_to_live()
    {
        var (ledger, limits) = (new MovementLedger(), new Limits());
        // The working set and 64 MiB.
        ledger.Observe(Domain(1, GiB, GiB - (20 * MiB)), Now, limits);
        ledger.Observe(Domain(2, GiB, GiB / 2), Now, limits);
        Assert.Equal(44 * MiB, Urgent());

        ledger.Observe(Domain(1, GiB, GiB - (20 * MiB)) with { StatisticsFresh = false }, Now, limits);
        Assert.Equal(0, Urgent());

        long Urgent() => ledger.RecentActivityOf(Uuid(3), Now, limits).UrgentKib;
    }

    private static DomainMemory[] Guests(int count, long currentKib, long workingSetKib) =>
        [.. Enumerable.Range(1, count).Select(number => Domain(number, currentKib, workingSetKib))];
}

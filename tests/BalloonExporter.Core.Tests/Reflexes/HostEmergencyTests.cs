using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;
using static BalloonExporter.Core.Tests.Reflexes.Seen;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed class HostEmergencyTests
{
    private readonly Seen _seen = new() { Level = HostLevel.Red, Host = AHost(16 * GiB, 900 * MiB) };

    [Theory]
    [InlineData(HostLevel.Green)]
    [InlineData(HostLevel.Hold)]
    public void Nothing_is_taken_while_the_host_is_well(HostLevel level)
    {
        _seen.Level = level;

        Assert.Empty(HostEmergency.Requests(_seen.Look(Domain(1, 4 * GiB, GiB))));
    }

    [Fact]
    public void Idle_memory_is_taken_up_to_twelve_percent_of_the_host()
    {
        // 1065 MiB are missing; each may give a GiB at once.
        var requests = HostEmergency.Requests(_seen.Look(Domain(1, 4 * GiB, GiB), Domain(2, 4 * GiB, GiB)));

        Assert.All(requests, request => Assert.Equal(RequestOrigin.Emergency, request.Origin));
        Assert.Equal((long)(16 * GiB * 0.12) - (900 * MiB), requests.Sum(request => (4 * GiB) - request.TargetKib), 2.0);
    }

    [Fact]
    public void Twice_the_shares_give_half_as_much()
    {
        var look = _seen.Look(Domain(1, 4 * GiB, GiB), Domain(2, 4 * GiB, (3 * GiB) - (700 * MiB)));

        var taken = HostEmergency.Requests(look).ToDictionary(request => request.Uuid, request => (4 * GiB) - request.TargetKib);

        // Who has more idle gives more.
        Assert.True(taken[Uuid(1)] > taken.GetValueOrDefault(Uuid(2)));
    }

    [Fact]
    public void Headroom_is_taken_only_when_idle_memory_is_not_enough()
    {
        _seen.Host = AHost(16 * GiB, GiB);
        var idle = Domain(1, 4 * GiB, GiB);
        // Has what it should have, and a little less would do.
        var content = Domain(2, (long)(2 * GiB * 1.3), 2 * GiB);

        Assert.Equal([Uuid(1)], HostEmergency.Requests(_seen.Look(idle, content)).Select(request => request.Uuid));

        var requests = HostEmergency.Requests(_seen.Look(content)).ToList();
        Assert.InRange(Assert.Single(requests).TargetKib, (long)(2 * GiB * 1.05), (long)(2 * GiB * 1.3) - 1);
    }

    [Fact]
    public void A_guest_in_need_is_not_made_worse() => Assert.Empty(HostEmergency.Requests(_seen.Look(Domain(1, 2 * GiB, 2 * GiB))));

    // The one has what it needs, the other swapped a GiB for want of it; together they need more than there is.
    [Theory]
    [InlineData(0, 3.7 * 1.05)]
    [InlineData(2, 4 - (1 - 0.2))]
    public void Where_not_all_guests_can_live_those_with_swap_give_what_they_hold_beyond_their_part(int swapGib, double toGib)
    {
        var seen = new Seen
        {
            Limits = new Limits { GuestSwap = new Amount(swapGib * GiB, null) },
            Level = HostLevel.Crit,
            Host = AHost(8 * GiB, (long)(0.2 * GiB)),
        };
        var holds = Domain(1, 4 * GiB, (long)(3.7 * GiB));
        var lacks = Domain(2, 2 * GiB, (long)(1.95 * GiB)) with { SwapDebtKib = GiB };

        var request = Assert.Single(HostEmergency.Requests(seen.Look(holds, lacks)));

        Assert.Equal(Uuid(1), request.Uuid);
        Assert.Equal(toGib * GiB, request.TargetKib, 2.0);
    }

    // They hold 9 of 8 GiB, and need all they hold.
    [Fact]
    public void Of_an_overdrawn_budget_parts_are_made_of_what_there_is_not_of_what_is_held()
    {
        var seen = new Seen
        {
            Limits = new Limits { GuestSwap = new Amount(4 * GiB, null) },
            Level = HostLevel.Crit,
            Host = AHost(64 * GiB, 32 * GiB) with { BudgetKib = 8 * GiB, DomainsResidentKib = 9 * GiB },
        };

        var look = seen.Look(Domain(1, (long)(4.5 * GiB), (long)(4.4 * GiB)), Domain(2, (long)(4.5 * GiB), (long)(4.4 * GiB)));

        Assert.Equal((long)(8 * GiB * 0.97), look.FairShare!.Parts.Values.Sum(), 4.0);
    }

    // 300 MiB of each are QEMU's own.
    [Fact]
    public void What_the_processes_of_guests_need_for_themselves_is_not_split()
    {
        var seen = new Seen { Limits = new Limits { GuestSwap = new Amount(4 * GiB, null) }, Level = HostLevel.Crit, Host = AHost(10 * GiB, 0) };
        DomainMemory Overheavy(int number) => Domain(number, (long)(4.5 * GiB), (long)(4.4 * GiB)) with { MaximumKib = 8 * GiB, ResidentKib = (long)(4.5 * GiB) + (300 * MiB) };

        var look = seen.Look(Overheavy(1), Overheavy(2));

        Assert.Equal((9 * GiB) - (long)(10 * GiB * 0.03), look.FairShare!.Parts.Values.Sum(), 4.0);
    }

    [Fact]
    public void Of_an_overdrawn_budget_what_is_overdrawn_is_taken_too()
    {
        _seen.Host = AHost(64 * GiB, 32 * GiB) with { BudgetKib = 8 * GiB, DomainsResidentKib = 9 * GiB };

        var taken = HostEmergency.Requests(_seen.Look(Domain(1, 4 * GiB, GiB), Domain(2, 4 * GiB, GiB))).Sum(request => (4 * GiB) - request.TargetKib);

        Assert.Equal((long)(GiB + (8 * GiB * 0.12)), taken, 4.0);
    }

    [Fact]
    public void What_the_guard_rails_would_refuse_is_not_counted_on_so_that_others_give_it()
    {
        var stale = Domain(1, 4 * GiB, GiB) with { StatisticsFresh = false };

        Assert.Equal([Uuid(2)], HostEmergency.Requests(_seen.Look(stale, Domain(2, 4 * GiB, GiB))).Select(request => request.Uuid));
    }

    [Fact]
    public void What_is_on_its_way_back_is_not_taken_again()
    {
        var domain = Domain(1, 4 * GiB, GiB);
        _seen.Told(domain, 2 * GiB, Noon - TimeSpan.FromSeconds(1));

        Assert.Empty(HostEmergency.Requests(_seen.Look(domain, Domain(2, 4 * GiB, GiB))));
    }

    [Fact]
    public void A_host_that_swaps_although_enough_seems_available_takes_a_little()
    {
        _seen.Host = AHost(16 * GiB, 8 * GiB);
        _seen.Thrashes = true;

        var taken = HostEmergency.Requests(_seen.Look(Domain(1, 4 * GiB, GiB))).Sum(request => (4 * GiB) - request.TargetKib);

        Assert.Equal((long)(16 * GiB * 0.02), taken, 2.0);
    }

    [Fact]
    public void In_CRIT_no_domain_may_grow_beyond_its_resident_size()
    {
        _seen.Level = HostLevel.Crit;
        _seen.Host = AHost(64 * GiB, 2 * GiB);
        var hollow = Domain(1, 4 * GiB, GiB) with { ResidentKib = (long)(1.3 * GiB) };

        var request = Assert.Single(HostEmergency.Requests(_seen.Look(hollow)));

        Assert.Equal((long)(1.3 * GiB) + (64 * MiB), request.TargetKib, 2.0);
    }

    [Theory]
    [InlineData(HostLevel.Hold, false)]
    [InlineData(HostLevel.Red, true)]
    [InlineData(HostLevel.Crit, true)]
    public void A_guest_that_has_just_started_is_held_at_what_it_has_and_64_MiB(HostLevel level, bool held)
    {
        _seen.Level = level;

        var requests = HostEmergency.Requests(_seen.Look(StartedAt(Noon - TimeSpan.FromSeconds(10))));

        Assert.Equal(held ? [(2 * GiB) + (64 * MiB)] : [], requests.Select(request => request.TargetKib));
    }

    [Fact]
    public void A_guest_that_has_just_started_and_needs_all_is_not_held() =>
        Assert.Empty(HostEmergency.Requests(_seen.Look(StartedAt(Noon - TimeSpan.FromSeconds(10)) with { WorkingSet = new WorkingSet((long)(3.9 * GiB), Noon), SwapDebtKib = GiB })));

    [Fact]
    public void A_guest_whose_start_is_not_known_is_not_held() => Assert.Empty(HostEmergency.Requests(_seen.Look(StartedAt(null))));

    private static DomainMemory StartedAt(Moment? since)
    {
        var domain = Domain(1, 4 * GiB, GiB);
        return domain with { ResidentKib = 2 * GiB, Facts = domain.Facts with { RunningSince = since } };
    }
}

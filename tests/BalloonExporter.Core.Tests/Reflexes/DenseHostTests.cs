using BalloonExporter.Core.Tests.Policy;
using BalloonExporter.Domains;
using BalloonExporter.Policy;
using BalloonExporter.Reflexes;
using static BalloonExporter.Core.Tests.Policy.Situation;
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
    [InlineData(150, 100, true)]
    [InlineData(300, 100, false)]
    [InlineData(300, 149, false)]
    [InlineData(300, 150, true)]
    [InlineData(0, 100, true)]
    public void Without_a_number_the_breaker_counts_half_of_the_managed_domains_and_at_least_100(int managed, int takenFrom, bool refused)
    {
        var situation = new Situation { Surroundings = new Surroundings { ManagedDomains = managed, DomainsTakenFrom = takenFrom } };

        Assert.Equal(refused ? DecisionReason.CircuitBreaker : DecisionReason.AsRequested, situation.Decide().Reason);
        Assert.Equal(refused, CircuitBreaker.IsOpen(situation.Host!, situation.Surroundings, situation.Limits));
    }

    [Fact]
    public void A_number_that_was_set_for_the_breaker_stays() => new Situation
    {
        Limits = new Limits { BreakerDomains = 100 },
        Surroundings = new Surroundings { ManagedDomains = 1000, DomainsTakenFrom = 100 },
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

        int Managed() => ledger.SurroundingsOf(Uuid(1), Now, limits).ManagedDomains;
    }

    private static DomainMemory[] Guests(int count, long currentKib, long workingSetKib) =>
        [.. Enumerable.Range(1, count).Select(number => Domain(number, currentKib, workingSetKib))];
}

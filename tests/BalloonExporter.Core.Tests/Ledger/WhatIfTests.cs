using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Ledger;

/// <summary>What would have come of steps that were only computed. The domain has 4 GiB and occupies them; with a working set W it needs 1.3 W.</summary>
public sealed class WhatIfTests
{
    private readonly MovementLedger _ledger = new();
    private readonly Limits _limits = new();

    [Fact]
    public void What_lies_above_the_demand_could_be_taken()
    {
        var domain = Needing(2 * GiB);

        Assert.Equal((4 * GiB) - (2 * GiB * 13 / 10), WhatIf.ReclaimableKib([domain], _ledger, _limits, Noon), 2.0);
        Assert.Equal(0, WhatIf.ReclaimableKib([Needing(4 * GiB)], _ledger, _limits, Noon));
        Assert.Equal(0, WhatIf.ReclaimableKib([domain with { ResidentKib = GiB }], _ledger, _limits, Noon));
        Assert.Equal(0, WhatIf.ReclaimableKib([domain with { StatisticsFresh = false }], _ledger, _limits, Noon));
    }

    [Fact]
    public void A_domain_is_at_risk_while_its_virtual_balloon_lies_below_its_demand()
    {
        Look(0, GiB);
        _ledger.Imagine(ADomain().Uuid, 2 * GiB, Noon);
        Look(5, GiB);
        Assert.Equal(TimeSpan.Zero, _ledger.AtRisk);

        Look(8, 2 * GiB);
        Assert.Equal(TimeSpan.FromSeconds(3), _ledger.AtRisk);
    }

    [Fact]
    public void What_it_lacked_would_have_been_given_by_the_next_look()
    {
        _ledger.Imagine(ADomain().Uuid, 2 * GiB, Noon);
        Look(3, 2 * GiB);

        Look(6, 2 * GiB);

        Assert.Equal(TimeSpan.FromSeconds(3), _ledger.AtRisk);
    }

    [Fact]
    public void The_same_step_computed_again_lowers_the_virtual_balloon_no_further()
    {
        _ledger.Imagine(ADomain().Uuid, 3 * GiB, Noon);
        _ledger.Imagine(ADomain().Uuid, 3 * GiB, Noon + TimeSpan.FromSeconds(1));

        Look(3, 2 * GiB);

        Assert.Equal(TimeSpan.Zero, _ledger.AtRisk);
    }

    [Fact]
    public void Nothing_is_at_risk_where_nothing_was_computed_and_after_the_instance_has_ended()
    {
        Look(1, 4 * GiB);
        _ledger.Imagine(ADomain().Uuid, GiB, Noon);
        _ledger.Forget(ADomain().Uuid);
        Look(3, 4 * GiB);

        Assert.Equal(TimeSpan.Zero, _ledger.AtRisk);
    }

    [Fact]
    public void A_look_that_comes_late_tells_nothing_of_the_time_before()
    {
        _ledger.Imagine(ADomain().Uuid, GiB, Noon);

        Look(31, 2 * GiB);

        Assert.Equal(TimeSpan.Zero, _ledger.AtRisk);
    }

    private static DomainMemory Needing(long workingSetKib) => ADomain() with
    {
        CurrentKib = 4 * GiB,
        ResidentKib = 4 * GiB,
        WorkingSet = new WorkingSet(workingSetKib, Noon),
        RecentLeastUsableShare = 1,
    };

    private void Look(int second, long workingSetKib) => _ledger.Observe(Needing(workingSetKib), Noon + TimeSpan.FromSeconds(second), _limits);
}

using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Scenarios.Simulation;

namespace BalloonExporter.Core.Tests.GuardRails.Scenarios;

public sealed class DeliveryScenarios
{
    [Fact]
    public void A_recommendation_delivered_after_an_hour_moves_memory_only_without_the_age_limit()
    {
        Assert.Equal(4 * GiB, Late(new Limits()).LeastCurrentKib);
        Assert.True(Late(new Limits { RecommendationLifetime = TimeSpan.MaxValue }).LeastCurrentKib < 4 * GiB);

        static SimulatedGuest Late(Limits limits)
        {
            // The shortage that called for it is long over.
            var guest = new SimulatedGuest(4 * GiB, _ => GiB);
            var world = new Simulation { Limits = limits, Guests = [guest] }.Run(4);
            world.Ask(guest, 3 * GiB, world.Now - TimeSpan.FromHours(1));
            world.Run(5);
            return guest;
        }
    }

    [Fact]
    public void A_repeated_delivery_takes_again_only_without_the_ledger()
    {
        Assert.Equal(1, Repeat(entry => entry).Commands);
        Assert.Equal(3, Repeat(entry => entry with { LastEvaluatedAt = null }).Commands);

        static Simulation Repeat(Func<LedgerEntry, LedgerEntry> amnesia)
        {
            var guest = new SimulatedGuest(4 * GiB, _ => GiB);
            var world = new Simulation { Limits = new Limits(), Guests = [guest], Amnesia = amnesia }.Run(4);
            var evaluatedAt = world.Now;
            // Alertmanager repeats what it got no answer to.
            return world.Run(48, each =>
            {
                if (each.Second % 16 == 0)
                    each.Ask(guest, 2 * GiB, evaluatedAt);
            });
        }
    }

    [Fact]
    public void An_older_delivery_undoes_a_newer_one_only_without_the_ledger()
    {
        Assert.Equal(4 * GiB, Reorder(entry => entry).TargetKib);
        Assert.True(Reorder(entry => entry with { LastEvaluatedAt = null }).TargetKib < 4 * GiB);

        static SimulatedGuest Reorder(Func<LedgerEntry, LedgerEntry> amnesia)
        {
            var guest = new SimulatedGuest(4 * GiB, _ => GiB) { TargetKib = 3 * GiB };
            var world = new Simulation { Limits = new Limits { PacingTime = TimeSpan.Zero }, Guests = [guest], Amnesia = amnesia }.Run(4);
            var older = world.Now;
            world.Run(2);
            world.Ask(guest, 4 * GiB);
            world.Run(4);
            world.Ask(guest, 2 * GiB, older);
            return guest;
        }
    }
}

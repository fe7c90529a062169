using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Scenarios.Simulation;

namespace BalloonExporter.Core.Tests.GuardRails.Scenarios;

public sealed class SampleScenarios
{
    [Fact]
    public void A_guest_that_stopped_reporting_is_squeezed_on_its_old_figures_only_without_the_age_limit()
    {
        Assert.True(Freeze(new Limits()).LeastHeadroomKib >= 0);
        Assert.True(Freeze(new Limits { FreshPeriods = 1_000_000 }).LeastHeadroomKib < 0);

        static SimulatedGuest Freeze(Limits limits)
        {
            var guest = new SimulatedGuest(4 * GiB, second => second < 20 ? 500 * MiB : (long)(3.9 * GiB)) { Silent = second => second > 10 };
            new Simulation { Limits = limits, Guests = [guest] }.Run(30).Run(60, world => world.Ask(guest, GiB));
            return guest;
        }
    }

    [Fact]
    public void A_guest_too_busy_to_report_is_squeezed_twice_on_one_sample_only_without_the_ledger()
    {
        Assert.True(Hurry(entry => entry).LeastHeadroomKib >= 0);
        Assert.True(Hurry(entry => entry with { LastShrinkAt = null }).LeastHeadroomKib < 0);

        static SimulatedGuest Hurry(Func<LedgerEntry, LedgerEntry> amnesia)
        {
            var guest = new SimulatedGuest(4 * GiB, second => second < 11 ? 500 * MiB : (long)(3.5 * GiB)) { Silent = second => second > 10 };
            // Ten periods count as fresh, so that only the memory of the last shrink protects.
            new Simulation { Limits = new Limits { FreshPeriods = 10 }, Guests = [guest], Amnesia = amnesia }
                .Run(10).Run(20, world => world.Ask(guest, GiB));
            return guest;
        }
    }

    [Fact]
    public void A_guest_that_still_boots_is_taken_for_idle_only_without_grace()
    {
        Assert.True(Boot(new Limits()).LeastHeadroomKib >= 0);
        Assert.True(Boot(new Limits { Grace = TimeSpan.Zero }).LeastHeadroomKib < 0);

        static SimulatedGuest Boot(Limits limits)
        {
            var guest = new SimulatedGuest(4 * GiB, second => second < 100 ? 200 * MiB : (long)(3.5 * GiB)) { StartedAtSecond = 0 };
            new Simulation { Limits = limits, Guests = [guest] }.Run(150, world => world.Ask(guest, GiB));
            return guest;
        }
    }
}

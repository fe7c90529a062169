using BalloonExporter.Simulator.Controllers;
using BalloonExporter.Simulator.World;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Trace;

/// <summary>
/// The length of the next step. Tenths of a second while a guest could run out of memory within seconds; seconds while balloons move or the host is
/// short; else the time to the next scrape or plan, so that weeks pass quickly.
/// </summary>
public static class Pace
{
    private const int LookAheadSeconds = 5;
    private const int ScrapeEvery = 5;
    private const int PlanEvery = 15;
    private const int PlanAt = PlanEvery / 2;
    private const double TightShare = 0.15;
    private const double ShortShare = 0.08;

    /// <summary>Advances the host by one step and has the controller act.</summary>
    public static void Pass(SimulatedHost host, IController controller)
    {
        var seconds = NextRegular(host.Second) - host.Second;
        if (host.Guests.Any(guest => IsTight(guest)))
        {
            host.Pass(() => controller.ActWithin(host));
        }
        else if (host.AvailableKib < host.TotalKib * ShortShare || host.Guests.Any(guest => guest.IsDown || guest.CurrentKib != guest.TargetKib))
        {
            host.Step(10);
        }
        else
        {
            host.Step(10 * seconds);
        }

        controller.Act(host);
    }

    private static bool IsTight(SimulatedGuest guest) =>
        guest.CurrentKib < guest.MaximumKib && guest.SpareKib(LookAheadSeconds * 10) < Math.Max(256 * MiB, guest.CurrentKib * TightShare);

    private static int NextRegular(int second)
    {
        do
            second++;
        while (second % ScrapeEvery != 0 && second % PlanEvery != PlanAt);
        return second;
    }
}

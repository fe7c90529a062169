using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>
/// The time to the next round: as long as nothing can happen, up to the distance at which the plan still knows the round before. It ends early where a
/// server's need grows into what it has: then a reflex may have to give.
/// </summary>
/// <param name="limits">The constants.</param>
internal sealed class Pace(Limits limits)
{
    // The plan's memory is five minutes.
    private const double Longest = 299;
    private const double AfterRefusal = 60;
    private const double PlanSeconds = 15;
    private const double ReflexSeconds = 2;
    private const double LookSeconds = 1;
    // What reflexes cannot settle within a minute is a lasting shortage, and goes on at the pace of the plan.
    private const int MostReflexRounds = 30;

    private int _reflexRounds;

    /// <summary>Seconds to the next round.</summary>
    public double Next(SimulatedHost host, Urgency urgency)
    {
        _reflexRounds = urgency == Urgency.Reflex ? _reflexRounds + 1 : 0;
        var most = urgency switch
        {
            Urgency.Reflex when _reflexRounds <= MostReflexRounds => ReflexSeconds,
            Urgency.Reflex or Urgency.Plan => PlanSeconds,
            Urgency.Refused => AfterRefusal,
            _ => Longest,
        };
        most = Math.Min(most, UntilShort(host));
        foreach (var server in host.Running.Where(server => server.MaximumKib - server.CurrentKib >= limits.DeadBandMinimumKib))
            most = Math.Min(most, UntilNeed(server, host.Second, most));
        return most;
    }

    // Files that fill memory may make the host short before a need shows.
    private double UntilShort(SimulatedHost host)
    {
        var aboveKib = host.Memory.AvailableKib - HostMarks.Of(host.Memory, limits).RedKib;
        if (aboveKib <= 0)
            return AfterRefusal;
        var fillKib = host.Running.Sum(server => server.FillKibPerSecond);
        return fillKib > 0 ? Math.Max(PlanSeconds, aboveKib / fillKib) : Longest;
    }

    private double UntilNeed(SimulatedServer server, double now, double most)
    {
        // The hard floor, and the least usable memory, at which a rescue begins.
        var currentKib = (double)server.CurrentKib;
        var floorKib = Math.Min(currentKib - limits.FloorMarginKib, currentKib / (1 + limits.Planner.FloorMarginRatio));
        var neededKib = Math.Min(floorKib, currentKib * (1 - limits.Planner.PressureUsableRatio));
        if (server.Need.FirstAbove(neededKib, now, now + most) is not { } at)
            return most;
        if (at > now + LookSeconds)
            return at - now;
        // It is there already. What its host cannot give comes no sooner when it is asked for more often, unless the need grows.
        var grows = server.Need.KibAt(now + LookSeconds) - server.Need.KibAt(now);
        return grows > (currentKib * limits.Planner.PressureUsableRatio / PlanSeconds) ? LookSeconds : Math.Min(most, PlanSeconds);
    }
}

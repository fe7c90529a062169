using BalloonExporter.Simulator.Controllers;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator;

/// <summary>What an hour cost. GiB·s but for the counts.</summary>
public sealed record Score(double HostSwap, double HostKills, double GuestKills, double Unmet, double Lost, double GuestSwapOut, double Commands, double Needless)
{
    /// <summary>What guests wanted and did not have.</summary>
    public double Missed => Unmet + Lost;

    /// <summary>Plays an hour.</summary>
    public static Score Of(Scenario scenario, IController controller, int seed, int seconds = 3600)
    {
        var host = scenario.Build(seed);
        for (var second = 0; second < seconds; second++)
        {
            host.Pass();
            controller.Act(host);
        }

        return new Score(
            host.SwappedKibSeconds / GiB,
            host.Guests.Sum(guest => guest.HostKills),
            host.Guests.Sum(guest => guest.Kills),
            host.Guests.Sum(guest => guest.UnmetKibSeconds) / GiB,
            host.Guests.Sum(guest => guest.LostKibSeconds) / GiB,
            (double)host.Guests.Sum(guest => guest.SwapOutKib) / GiB,
            host.Commands,
            host.NeedlessKibSeconds / GiB / 3600);
    }

    /// <summary>The mean of several hours.</summary>
    public static Score Mean(IReadOnlyCollection<Score> scores) => new(
        scores.Average(score => score.HostSwap),
        scores.Average(score => score.HostKills),
        scores.Average(score => score.GuestKills),
        scores.Average(score => score.Unmet),
        scores.Average(score => score.Lost),
        scores.Average(score => score.GuestSwapOut),
        scores.Average(score => score.Commands),
        scores.Average(score => score.Needless));
}

using BalloonExporter.Core.Model;
using BalloonExporter.Simulator.Controllers;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator;

/// <summary>The figures of one hour; <see cref="Column"/> defines each. GiB·s, except counts and where the name has another unit.</summary>
public sealed record Score
{
    public required double HostSwap { get; init; }

    public required double HostKills { get; init; }

    public required double GuestKills { get; init; }

    public required double Unmet { get; init; }

    public required double Lost { get; init; }

    public required double Unavoidable { get; init; }

    public required double RereadGiB { get; init; }

    public required double LongestSpellSeconds { get; init; }

    public required double WorkLostSeconds { get; init; }

    public required double LeastHostAvailableBytes { get; init; }

    public required double GuestSwapOutGiB { get; init; }

    public required double NeedlessGiBHours { get; init; }

    /// <summary>Null where the scenario does not measure shares.</summary>
    public required double? HeldShareError { get; init; }

    public required double Commands { get; init; }

    public required double Looks { get; init; }

    public required double SamplesAsked { get; init; }

    public required double Rescues { get; init; }

    /// <summary>What guests wanted and did not have.</summary>
    public double Missed => Unmet + Lost;

    /// <summary>Simulates an hour.</summary>
    public static Score Of(Scenario scenario, IController controller, int seed, int seconds = Scenario.Seconds)
    {
        var host = scenario.Build(seed);
        var shares = new HeldShares(scenario.SharesMeasured);
        for (var second = 0; second < seconds; second++)
        {
            host.Pass(() => controller.ActWithin(host));
            controller.Act(host);
            shares.Observe(host);
        }

        var guests = host.Guests;
        return new Score
        {
            HostSwap = host.SwappedKibSeconds / GiB,
            HostKills = guests.Sum(guest => guest.Toll.HostKills),
            GuestKills = guests.Sum(guest => guest.Toll.Kills),
            Unmet = guests.Sum(guest => guest.Toll.UnmetKibSeconds) / GiB,
            Lost = guests.Sum(guest => guest.Toll.LostKibSeconds) / GiB,
            Unavoidable = host.UnavoidableKibSeconds / GiB,
            RereadGiB = (double)guests.Sum(guest => guest.RereadKib) / GiB,
            LongestSpellSeconds = guests.Max(guest => guest.Toll.LongestSpellSeconds),
            WorkLostSeconds = guests.Sum(guest => guest.Toll.WorkLostSeconds),
            LeastHostAvailableBytes = Kib.ToSample(host.LeastAvailableKib),
            GuestSwapOutGiB = (double)guests.Sum(guest => guest.SwapOutKib) / GiB,
            NeedlessGiBHours = host.NeedlessKibSeconds / GiB / 3600,
            HeldShareError = shares.Error(),
            Commands = host.Commands,
            Looks = guests.Sum(guest => guest.Looks),
            SamplesAsked = guests.Sum(guest => guest.SamplesAsked),
            Rescues = controller.Rescues,
        };
    }
}

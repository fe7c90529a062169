using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.GuardRails;

/// <summary>How far one take may go. Sizes are KiB. Pure.</summary>
internal readonly record struct StepLimit
{
    /// <summary>How much resident memory the take can cost the guest.</summary>
    public required TakeForecast Forecast { get; init; }

    /// <summary>The lowest target that the step limit allows.</summary>
    public required long LowestKib { get; init; }

    // What the balloon has still to go down to the target in force, where no take was noted.
    private long UncountedKib { get; init; }

    /// <summary>The step limit of a move.</summary>
    public static StepLimit Of(PossibleMove move, WorkingSet workingSet, long residentKib)
    {
        var (limits, charges) = (move.Context.Limits, move.Context.Entry.Charges);
        var hostRed = move.Context.Request.Origin == RequestOrigin.Emergency || move.Host.AvailableKib < HostMarks.Of(move.Host, limits).RedKib;
        // Where the host is short the guest's own figures are relied on: what is not resident frees nothing and is passed at once.
        var forecast = new TakeForecast(move.FromKib, residentKib, hostRed ? Math.Max(0, residentKib - workingSet.Kib) : null);
        var since = move.Context.Now - limits.ShrinkWindow;
        var uncountedKib = charges.UncountedKib(move.CurrentKib, move.FromKib);
        var takenKib = uncountedKib + (hostRed ? charges.ResidentSinceKib(since) : charges.ResidentAtMostSinceKib(since));
        var lowestKib = forecast.LowestKib(Math.Max(0, limits.ShrinkLimitKib(move.MaximumKib, hostRed) - takenKib));
        if (!hostRed)
            lowestKib = Math.Max(lowestKib, move.FromKib - Math.Max(0, limits.WayLimitKib(move.MaximumKib) - uncountedKib - charges.WaySinceKib(since)));
        return new StepLimit { Forecast = forecast, LowestKib = lowestKib, UncountedKib = uncountedKib };
    }

    /// <summary>The lowest target on whose way no more resident memory than this is taken.</summary>
    public long LowestOfKib(long allowanceKib) => Forecast.LowestKib(Math.Max(0, allowanceKib - UncountedKib));
}

using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.GuardRails;

/// <summary>Limits one take. Sizes are KiB. Pure.</summary>
internal readonly record struct StepLimit
{
    /// <summary>Forecast of the resident memory that the take can cost.</summary>
    public required TakeForecast Forecast { get; init; }

    /// <summary>The lowest target that the step limit allows.</summary>
    public required long LowestKib { get; init; }

    // Distance from the balloon's size to the target in force, when no take is recorded for it.
    private long UncountedKib { get; init; }

    /// <summary>The step limit of a move.</summary>
    public static StepLimit Of(PossibleMove move, WorkingSet workingSet, long residentKib)
    {
        var (limits, charges) = (move.Context.Limits, move.Context.Entry.Charges);
        var hostRed = move.Context.Request.Origin == RequestOrigin.Emergency || move.Host.AvailableKib < HostMarks.Of(move.Host, limits).RedKib;
        // In RED the guest's own figures are trusted: memory that is not resident frees nothing, so it is skipped at once.
        var forecast = new TakeForecast(move.FromKib, residentKib, hostRed ? Math.Max(0, residentKib - workingSet.Kib) : null);
        var since = move.Context.Now - limits.ShrinkWindow;
        var uncountedKib = charges.UncountedKib(move.CurrentKib, move.FromKib);
        var takenKib = uncountedKib + (hostRed ? charges.ResidentSinceKib(since) : charges.ResidentAtMostSinceKib(since));
        var lowestKib = forecast.LowestKib(Math.Max(0, limits.ShrinkLimitKib(move.MaximumKib, hostRed) - takenKib));
        if (!hostRed)
            lowestKib = Math.Max(lowestKib, move.FromKib - Math.Max(0, limits.WayLimitKib(move.MaximumKib) - uncountedKib - charges.WaySinceKib(since)));
        return new StepLimit { Forecast = forecast, LowestKib = lowestKib, UncountedKib = uncountedKib };
    }

    /// <summary>The lowest target on whose way at most this much resident memory is taken.</summary>
    public long LowestOfKib(long allowanceKib) => Forecast.LowestKib(Math.Max(0, allowanceKib - UncountedKib));
}

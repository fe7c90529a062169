namespace BalloonExporter.Simulator.Controllers;

/// <summary>What MOM's policy knows of a guest, in KiB. Means are over its last ten samples.</summary>
public sealed record MomGuest(long MinimumKib, long CurrentKib, long MaximumKib)
{
    public required double MeanCurrentKib { get; init; }

    public required double MeanUnusedKib { get; init; }
}

/// <summary>
/// MOM's rule, as <c>doc/balloon.rules</c> decides: while less than 20 % of the host is free all guests shrink, by at most 5 %; otherwise they grow, by at
/// least 5 %. The share of its memory that a guest keeps free falls with the host's; below 5 % free on the host it is negative and pushes guests into their swap.
/// </summary>
public static class MomRule
{
    private const double Threshold = 0.20;
    private const double Critical = 0.05;
    private const double GuestFree = 0.20;
    private const double Step = 0.05;
    private const double Least = 0.0025;

    /// <summary>The target in KiB; null when nothing is asked.</summary>
    /// <param name="hostFree">The mean part of the host's memory that is free, from 0 to 1.</param>
    /// <param name="guest">The guest.</param>
    public static long? Decide(double hostFree, MomGuest guest)
    {
        double currentKib = guest.CurrentKib;
        var usedKib = guest.MeanCurrentKib - guest.MeanUnusedKib;
        double targetKib;
        if (hostFree < Threshold)
        {
            var keep = hostFree <= Critical ? -Critical + hostFree : GuestFree * (hostFree / Threshold);
            targetKib = Math.Max(currentKib * (1 - Step), Math.Max(guest.MinimumKib, usedKib + (keep * currentKib)));
            if (targetKib > currentKib)
                return null;
        }
        else
        {
            if (currentKib >= guest.MaximumKib)
                return null;
            targetKib = Math.Max(currentKib * (1 + Step), Math.Max(guest.MinimumKib, usedKib + (GuestFree * currentKib)));
            targetKib = Math.Min(guest.MaximumKib, targetKib);
        }

        return Math.Abs(targetKib - currentKib) > Least * currentKib ? (long)targetKib : null;
    }
}

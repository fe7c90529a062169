using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Makes room for domains that have just started: they are about to touch memory that is not reserved. Takes only idle memory of others.
/// Pure.
/// </summary>
public static class Starts
{
    /// <summary>The requests to make now.</summary>
    /// <param name="look">State of the host and its domains.</param>
    /// <param name="expectedKib">Memory for domains that are about to start.</param>
    public static IReadOnlyList<BalloonRequest> Requests(ReflexLook look, long expectedKib)
    {
        var claimedKib = expectedKib + look.Domains.Sum(domain => ClaimKib(domain, look));
        if (claimedKib == 0)
            return [];
        var shortKib = claimedKib - look.AboveKib(look.Marks.RedKib) - look.ComingKib;
        var takes = Reclaim.Idle(look, shortKib, RequestOrigin.Donor, _ => true);
        // Of a domain that is only announced no name is known.
        IReadOnlyList<string> helps = [.. look.Domains.Where(domain => ClaimKib(domain, look) > 0).Select(domain => domain.Memory.Name)];
        return [.. Reclaim.Merge(takes).Select(take => take.Domain.Ask(take.ToKib, RequestOrigin.Donor, ReflexCause.Start, look.Now) with { Helps = helps })];
    }

    // What it has not touched yet of what a start is expected to need.
    private static long ClaimKib(ReflexDomain domain, ReflexLook look) =>
        domain.Memory.Facts.RunningSince is { } since && look.Now - since < look.Limits.StartTime
            ? Math.Max(0, (long)(domain.MaximumKib * look.Limits.StartShare) - (domain.Memory.ResidentKib ?? 0))
            : 0;
}

using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>
/// Changes of direction of a domain's moves. One that gives because the demand has risen is what a balloon is for; two others within an hour are an
/// oscillation: memory goes back and forth, costs caches and page faults, and helps no guest. No decision depends on it. Immutable.
/// </summary>
public sealed record Reversals
{
    private const int Oscillation = 2;

    /// <summary>No moves.</summary>
    public static Reversals None { get; } = new();

    /// <summary>Whether the last move took memory; null before the first one.</summary>
    public bool? Takes { get; init; }

    /// <summary>Demand at the last take, in KiB; null when unknown.</summary>
    public long? DemandKib { get; init; }

    /// <summary>When the direction changed without a rise of the demand, since the last oscillation.</summary>
    public IReadOnlyList<Moment> At { get; init; } = [];

    /// <summary>Whether the last move made it an oscillation.</summary>
    public bool Oscillates { get; init; }

    /// <summary>The state after a move.</summary>
    /// <param name="takes">Whether it takes memory.</param>
    /// <param name="demandKib">The domain's demand; null when unknown.</param>
    /// <param name="toleranceKib">A smaller rise of the demand is none.</param>
    /// <param name="at">The current moment.</param>
    /// <param name="limits">The constants.</param>
    public Reversals After(bool takes, long? demandKib, long toleranceKib, Moment at, Limits limits)
    {
        var after = this with { Takes = takes, DemandKib = takes ? demandKib : DemandKib, Oscillates = false };
        if (Takes is not { } before || before == takes)
            return after;
        // Without figures a guest may need what it is given.
        if (!takes && !(demandKib - DemandKib < toleranceKib))
            return after with { At = [] };
        List<Moment> reversals = [.. At.Where(earlier => at - earlier < limits.OscillationWindow), at];
        return reversals.Count < Oscillation ? after with { At = reversals } : after with { At = [], Oscillates = true };
    }
}

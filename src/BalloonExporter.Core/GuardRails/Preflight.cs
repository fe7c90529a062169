using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>
/// The check just before the call. A decision is based on a read, and reads take time: changes since then are detected here, without
/// asking the guest again. Pure.
/// </summary>
public sealed class Preflight
{
    // The call may have waited behind another one that hung.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly bool _takes;
    private readonly long _leastKib;
    private readonly Moment _decidedAt;

    private Preflight(bool takes, long leastKib, Moment decidedAt)
    {
        _takes = takes;
        _leastKib = leastKib;
        _decidedAt = decidedAt;
    }

    /// <summary>The check for a decision.</summary>
    public static Preflight Of(Decision decision, DomainMemory domain, Moment decidedAt, Limits limits)
    {
        // A balloon under way to the target may have moved on; one beyond it was moved by another program.
        var leastKib = Math.Min(decision.FromKib ?? 0, domain.CurrentKib ?? 0) - limits.ArrivalKib(domain.MaximumKib ?? 0);
        return new Preflight(decision.ToKib < decision.FromKib, leastKib, decidedAt);
    }

    /// <summary>Why the call must not be made; null when it may be made.</summary>
    /// <param name="domain">The domain's current state.</param>
    /// <param name="paused">Whether the exporter is paused.</param>
    /// <param name="now">The current moment.</param>
    public DecisionReason? Refusal(PreflightState domain, bool paused, Moment now)
    {
        if (domain.State != DomainState.Running)
            return DecisionReason.NotRunning;
        if (domain.JobActive)
            return DecisionReason.JobActive;
        if (!_takes)
            return null;
        if (now - _decidedAt > Lifetime)
            return DecisionReason.StaleStatistics;
        if (paused)
            return DecisionReason.Paused;
        return domain.CurrentKib < _leastKib ? DecisionReason.MovedByOther : null;
    }
}

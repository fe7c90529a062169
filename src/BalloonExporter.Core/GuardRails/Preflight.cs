using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>
/// The look just before the call. A decision is made on a reading, and readings take a while: what has changed since then is told
/// here, without asking the guest again. Pure.
/// </summary>
public sealed class Preflight
{
    // A call may have waited behind another one that hung.
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

    /// <summary>The check that belongs to a decision.</summary>
    public static Preflight Of(Decision decision, DomainMemory domain, Moment decidedAt, Limits limits)
    {
        // A balloon that is on its way there already may have gone on; one that goes further was moved by somebody else.
        var leastKib = Math.Min(decision.FromKib ?? 0, domain.CurrentKib ?? 0) - limits.ArrivalKib(domain.MaximumKib ?? 0);
        return new Preflight(decision.ToKib < decision.FromKib, leastKib, decidedAt);
    }

    /// <summary>Why the call must not be made; null when it may.</summary>
    /// <param name="domain">The domain now.</param>
    /// <param name="paused">Whether the exporter is paused now.</param>
    /// <param name="now">The moment of the call.</param>
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

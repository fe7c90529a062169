using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>A move for which all required values are known. Sizes are KiB.</summary>
/// <param name="Context">The inputs of the decision.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Policy">The policy in effect.</param>
/// <param name="Host">The host's memory.</param>
internal sealed record PossibleMove(DecisionContext Context, DomainMemory Domain, EffectivePolicy Policy, HostMemory Host)
{
    /// <summary>The requested target.</summary>
    public long TargetKib => Context.Request.TargetKib;

    /// <summary>The balloon's target under way, or its size.</summary>
    public required long FromKib { get; init; }

    /// <summary>The balloon's size.</summary>
    public required long CurrentKib { get; init; }

    /// <summary>The domain's maximum.</summary>
    public required long MaximumKib { get; init; }

    /// <summary>Whether a reflex only stops a shrink in progress. That costs no memory, so the dead-band does not apply.</summary>
    public bool CallsOff(long toKib) => Context.Request.IsReflex && FromKib < toKib && toKib <= CurrentKib;

    /// <summary>The move of a context; null while some value is unknown.</summary>
    public static PossibleMove? Of(DecisionContext context) =>
        context is { Domain: { CurrentKib: { } currentKib, MaximumKib: { } maximumKib } domain, InForceKib: { } fromKib, Host: { } host, Policy: { } policy }
            ? new PossibleMove(context, domain, policy, host) { FromKib = fromKib, CurrentKib = currentKib, MaximumKib = maximumKib }
            : null;
}

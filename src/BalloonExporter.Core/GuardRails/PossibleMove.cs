using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>A move that nothing known beforehand forbids: whatever its size depends on is known. Sizes are KiB.</summary>
/// <param name="Context">What the decision rests on.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Policy">Its floor and ceiling.</param>
/// <param name="Host">The host's memory.</param>
internal sealed record PossibleMove(DecisionContext Context, DomainMemory Domain, EffectivePolicy Policy, HostMemory Host)
{
    /// <summary>What the domain shall have.</summary>
    public long TargetKib => Context.Request.TargetKib;

    /// <summary>Where the balloon is, or is on its way to.</summary>
    public required long FromKib { get; init; }

    /// <summary>Where the balloon is.</summary>
    public required long CurrentKib { get; init; }

    /// <summary>What the domain was sold.</summary>
    public required long MaximumKib { get; init; }

    /// <summary>Whether a reflex only stops a balloon on its way down: that costs nobody anything, so no difference is too small for it.</summary>
    public bool CallsOff(long toKib) => Context.Request.IsReflex && FromKib < toKib && toKib <= CurrentKib;

    /// <summary>The move of a context; null while some figure is not known.</summary>
    public static PossibleMove? Of(DecisionContext context) =>
        context is { Domain: { CurrentKib: { } currentKib, MaximumKib: { } maximumKib } domain, InForceKib: { } fromKib, Host: { } host, Policy: { } policy }
            ? new PossibleMove(context, domain, policy, host) { FromKib = fromKib, CurrentKib = currentKib, MaximumKib = maximumKib }
            : null;
}

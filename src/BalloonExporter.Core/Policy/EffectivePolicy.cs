using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>The policy in effect for a domain. Sizes are KiB.</summary>
/// <param name="FloorKib">Lower limit of the balloon.</param>
/// <param name="CeilingKib">Upper limit of the balloon.</param>
/// <param name="Shares">Weight: twice the shares give half as much and get twice as much.</param>
public sealed record EffectivePolicy(long FloorKib, long CeilingKib, int Shares)
{
    /// <summary>Whether a policy allows moving the balloon; see <see cref="OptOut"/> for the effect of an opt-out on an instance.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The guest's own swap, as declared: the balloon device does not report it. Null when it is undeclared.</summary>
    public long? SwapKib { get; init; }

    /// <summary>
    /// The policy of a running domain: its own policy first, then the operator's for its name, then the general limits. Null while its
    /// maximum is unknown.
    /// </summary>
    public static EffectivePolicy? Of(DomainMemory domain, Limits limits)
    {
        if (domain.MaximumKib is not { } maximumKib)
            return null;
        var own = domain.Facts.Policy;
        var overriding = limits.OverrideOf(domain.Name);
        var byName = overriding?.Spec;
        var floor = own?.Floor ?? byName?.Floor;
        var floorKib = Math.Max(limits.MinimumFloorKib, floor?.OfKib(maximumKib) ?? limits.FloorKib ?? (long)(maximumKib * limits.FloorShare));
        floorKib = Math.Min(maximumKib, floorKib);
        var enabled = !OptOut.IsOptedOut(domain, limits);
        // An opted-out domain gets back its whole maximum.
        var ceiling = enabled ? own?.Ceiling ?? byName?.Ceiling : null;
        return new EffectivePolicy(
            floorKib,
            // Floor and ceiling may come from different policies and contradict each other; then the floor wins, and the guest keeps more.
            Math.Clamp(ceiling?.OfKib(maximumKib) ?? maximumKib, floorKib, maximumKib),
            own?.Shares ?? byName?.Shares ?? limits.DefaultShares)
        {
            Enabled = enabled,
            SwapKib = (own?.Swap ?? overriding?.Swap ?? limits.GuestSwap)?.OfKib(maximumKib),
        };
    }
}

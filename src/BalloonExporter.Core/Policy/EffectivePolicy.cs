using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>What applies to one domain. Sizes are KiB.</summary>
/// <param name="FloorKib">Never below.</param>
/// <param name="CeilingKib">Never above.</param>
/// <param name="Shares">Weight: twice the shares give half as much and get twice as much.</param>
public sealed record EffectivePolicy(long FloorKib, long CeilingKib, int Shares)
{
    /// <summary>Whether the balloon may be moved as far as wishes go; see <see cref="OptOut"/> for what an opt-out means to an instance.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What the operator says the guest has as swap of its own: nothing a balloon device tells.</summary>
    public long SwapKib { get; init; }

    /// <summary>
    /// The policy of a running domain: its own element comes before what the operator says for its name, that before the general
    /// limits. Null while its maximum is not known.
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
        // Who opted out is to get all back that was sold.
        var ceiling = enabled ? own?.Ceiling ?? byName?.Ceiling : null;
        return new EffectivePolicy(
            floorKib,
            // The two may come from different places and contradict each other; then the guest keeps more, not less.
            Math.Clamp(ceiling?.OfKib(maximumKib) ?? maximumKib, floorKib, maximumKib),
            own?.Shares ?? byName?.Shares ?? limits.DefaultShares)
        {
            Enabled = enabled,
            SwapKib = (overriding?.Swap ?? limits.GuestSwap)?.OfKib(maximumKib) ?? 0,
        };
    }
}

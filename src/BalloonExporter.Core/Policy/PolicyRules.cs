using System.Globalization;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>Checks a policy before it is stored. Pure.</summary>
public static class PolicyRules
{
    /// <summary>Why a well-formed policy is refused for this domain, as a message; null when it is accepted.</summary>
    public static string? RefusalOf(StoredDomain domain, PolicySpec spec)
    {
        // Storing a policy for a container would suggest that it had an effect.
        if (domain.Facts.Balloon == BalloonCapability.None && spec != new PolicySpec())
            return $"{Remedy.Of(DecisionReason.Lxc)!.Why}; way out: {Remedy.Of(DecisionReason.Lxc)!.WayOut}";
        // A policy merged from stored and new settings may contradict itself.
        return PolicyElement.Read(
            null, spec.Floor?.ToString(), spec.Ceiling?.ToString(), spec.Shares?.ToString(CultureInfo.InvariantCulture), spec.Swap?.ToString()).Problem;
    }

    /// <summary>Why the sizes of a policy make no sense for this domain, as a message; null when they do, or its size is unknown.</summary>
    /// <param name="domain">The domain with its size from the next start on.</param>
    /// <param name="spec">The policy.</param>
    /// <param name="named">The settings that are judged. Others were stored before: a guest that was made smaller must still be able to opt out.</param>
    /// <param name="limits">The constants.</param>
    public static string? SizeRefusal(StoredDomain domain, PolicySpec spec, PolicySettings named, Limits limits)
    {
        if (domain.Facts.NextMaximumKib is not { } maximumKib)
            return null;
        var maximum = ByteSize.Format(maximumKib);
        var (floorKib, ceilingKib) = (spec.Floor?.OfKib(maximumKib), spec.Ceiling?.OfKib(maximumKib));
        var leastKib = Math.Min(maximumKib, limits.MinimumFloorKib);
        var (judgesFloor, judgesCeiling) = ((named & PolicySettings.Floor) != 0, (named & PolicySettings.Ceiling) != 0);
        if (judgesFloor && floorKib > maximumKib)
            return $"floor {spec.Floor} is above the domain's maximum of {maximum}";
        if (judgesCeiling && ceilingKib > maximumKib)
            return $"ceiling {spec.Ceiling} is above the domain's maximum of {maximum}; leave it out for no ceiling";
        if ((judgesFloor || judgesCeiling) && floorKib > ceilingKib)
            return $"floor {spec.Floor} is above ceiling {spec.Ceiling} of the domain's maximum of {maximum}";
        return judgesCeiling && ceilingKib < leastKib ? $"ceiling {spec.Ceiling} is below the least that any domain is left, {ByteSize.Format(leastKib)}" : null;
    }
}

using System.Globalization;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>What may be stored for a domain. Pure.</summary>
public static class PolicyRules
{
    /// <summary>Why a well-formed wish is not stored for this domain, for a person; null when it may be.</summary>
    public static string? RefusalOf(StoredDomain domain, PolicySpec spec)
    {
        // To store a choice that does not exist would look as if it did.
        if (domain.Facts.Balloon == BalloonCapability.None && spec != new PolicySpec())
            return $"{Remedy.Of(DecisionReason.Lxc)!.Why}; way out: {Remedy.Of(DecisionReason.Lxc)!.WayOut}";
        // Put together of an old part and a new one it may contradict itself.
        return PolicyElement.Read(
            null, spec.Floor?.ToString(), spec.Ceiling?.ToString(), spec.Shares?.ToString(CultureInfo.InvariantCulture)).Problem;
    }
}

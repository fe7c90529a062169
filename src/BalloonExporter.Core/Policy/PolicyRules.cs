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
            null, spec.Floor?.ToString(), spec.Ceiling?.ToString(), spec.Shares?.ToString(CultureInfo.InvariantCulture)).Problem;
    }
}

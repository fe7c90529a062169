using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>The operator's policy for all domains with matching names. A domain's own policy takes precedence.</summary>
/// <param name="Names">Matches whole names.</param>
/// <param name="Spec">The policy.</param>
public sealed record PolicyOverride(Regex Names, PolicySpec Spec)
{
    /// <summary>Swap of these guests; null: the setting for all guests.</summary>
    public Amount? Swap { get; init; }
}

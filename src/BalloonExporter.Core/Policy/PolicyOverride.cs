using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>What the operator says for all domains of some names, unless a domain's own element says otherwise.</summary>
/// <param name="Names">Matches whole names.</param>
/// <param name="Spec">What is wanted for them.</param>
public sealed record PolicyOverride(Regex Names, PolicySpec Spec)
{
    /// <summary>What these guests have as swap of their own; null: what is said for all.</summary>
    public Amount? Swap { get; init; }
}

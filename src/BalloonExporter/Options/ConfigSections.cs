using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Options;

/// <summary>What the configuration file alone has room for.</summary>
/// <param name="Policies">What the operator says for domains of some names.</param>
/// <param name="Planner">The constants of the plan with the operator's overrides.</param>
internal sealed record ConfigSections(IReadOnlyList<PolicyOverride> Policies, PlannerConstants Planner)
{
    /// <summary>Without a file.</summary>
    public static ConfigSections None { get; } = new([], PlannerConstants.Shipped);
}

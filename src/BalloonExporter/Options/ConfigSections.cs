using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Options;

/// <summary>Settings that exist only in the configuration file.</summary>
/// <param name="Policies">The operator's policies by domain name.</param>
/// <param name="Planner">The constants of the plan, including overrides.</param>
internal sealed record ConfigSections(IReadOnlyList<PolicyOverride> Policies, PlannerConstants Planner)
{
    /// <summary>Defaults without a file.</summary>
    public static ConfigSections None { get; } = new([], PlannerConstants.Shipped);
}

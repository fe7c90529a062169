using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>The recommended target of each domain.</summary>
internal static class Recommendation
{
    /// <summary>Sets the recommended target, and whether the move is worth a command.</summary>
    public static void Set(DomainPlan plan, HostLevel level, PlannerConstants constants)
    {
        var target = plan.TargetBytes + ChangeBytes(plan, level, constants);
        target = Math.Floor((target / Kib.Bytes) + 0.5) * Kib.Bytes;
        plan.RecommendedBytes = Math.Min(Math.Max(target, plan.FloorBytes), plan.MaximumBytes);
        // From SOFT on each move of more than the smallest size is worth a command.
        var deadband = Math.Max(level < HostLevel.Soft ? plan.MaximumBytes * constants.DeadbandMaximumRatio : 0, constants.DeadbandBytes);
        plan.HasMove = Math.Abs(plan.RecommendedBytes - plan.TargetBytes) > deadband;
    }

    // A domain that gives memory does not get any.
    private static double ChangeBytes(DomainPlan plan, HostLevel level, PlannerConstants constants)
    {
        var lowered = plan.TakeBytes is { } take ? plan.BaseBytes - take : FrozenBytes(plan, level, constants);
        var change = plan.TargetBytes > lowered ? lowered.Value - plan.TargetBytes : plan.GrowBytes ?? plan.RecoverBytes ?? 0;
        return change < double.PositiveInfinity ? change : 0;
    }

    // In CRIT a comfortable domain may not grow into its target.
    private static double? FrozenBytes(DomainPlan plan, HostLevel level, PlannerConstants constants) =>
        level == HostLevel.Crit && !plan.Vetoed && plan.DemandBytes < plan.TargetBytes
            ? Math.Max(plan.ResidentBytes, plan.TakeFloorBytes) + constants.FreezeMarginBytes
            : null;
}

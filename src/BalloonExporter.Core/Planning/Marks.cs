namespace BalloonExporter.Core.Planning;

/// <summary>The marks of available bytes at which the host's levels begin. Each is a share of the host's memory, capped, and at least the reserve.</summary>
internal readonly record struct Marks(double GoalBytes, double SoftBytes, double RedBytes, double CritBytes, double GreenBytes)
{
    /// <summary>The marks of a host.</summary>
    public static Marks Of(double total, double? reserve, PlannerConstants constants)
    {
        var least = reserve ?? Math.Min(Math.Max(total * constants.ReserveRatio, constants.ReserveBytes), constants.CritCapBytes);
        var goal = Mark(constants.GoalRatio, constants.GoalCapBytes);
        return new Marks(
            goal,
            Mark(constants.SoftEnterRatio, constants.SoftCapBytes),
            Mark(constants.RedEnterRatio, constants.RedCapBytes),
            Mark(constants.CritEnterRatio, constants.CritCapBytes),
            // On a small host as far above the goal as on a large one; below it, recovery would give back what reclaiming takes.
            Math.Max(total * constants.GreenEnterRatio, goal * Math.Max(1, constants.GreenEnterRatio / constants.GoalRatio)));

        double Mark(double ratio, double cap) => Math.Max(Math.Min(total * ratio, cap), least);
    }
}

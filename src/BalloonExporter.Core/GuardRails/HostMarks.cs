using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>
/// Where the levels of a host begin: available memory in KiB, the marks of the planner's rules. Each is a share of the host, at most a size,
/// since a share of a large host is more than anybody needs, and at least what is not granted anyway.
/// </summary>
/// <param name="GoalKib">Reclaiming aims for this.</param>
/// <param name="SoftKib">SOFT below this: idle memory is reclaimed. Above it guests in need are given room to breathe.</param>
/// <param name="SoftLeaveKib">SOFT ends here.</param>
/// <param name="RedKib">RED below this: the host is short.</param>
/// <param name="RedLeaveKib">An emergency by available memory ends here.</param>
/// <param name="CritKib">CRIT below this: the host may kill guests any moment.</param>
/// <param name="CritLeaveKib">The worst is over here.</param>
/// <param name="GreenKib">GREEN above this: memory is given back.</param>
/// <param name="NoGrantKib">Below this nobody is given anything.</param>
public readonly record struct HostMarks(
    long GoalKib, long SoftKib, long SoftLeaveKib, long RedKib, long RedLeaveKib, long CritKib, long CritLeaveKib, long GreenKib, long NoGrantKib)
{
    /// <summary>The marks of a host.</summary>
    public static HostMarks Of(HostMemory host, Limits limits)
    {
        var plan = limits.Planner;
        var reserveKib = HostRoom.ReserveKib(host, limits);
        var goalKib = Mark(plan.GoalRatio, limits.GoalCapKib);
        var softKib = Mark(plan.SoftEnterRatio, limits.SoftCapKib);
        var redKib = Mark(plan.RedEnterRatio, limits.RedCapKib);
        var critKib = Mark(plan.CritEnterRatio, limits.CritCapKib);
        return new HostMarks(
            goalKib,
            softKib,
            Math.Max(softKib, (long)Scaled(goalKib, plan.SoftLeaveRatio, plan.GoalRatio)),
            redKib,
            (long)Scaled(redKib, plan.RedLeaveRatio, plan.RedEnterRatio),
            critKib,
            (long)Scaled(critKib, plan.CritLeaveRatio, plan.CritEnterRatio),
            // On a small host as far above the goal as elsewhere.
            (long)Math.Max(host.TotalKib * plan.GreenEnterRatio, Scaled(goalKib, plan.GreenEnterRatio, plan.GoalRatio)),
            (long)Math.Min(host.TotalKib * plan.NoGrantRatio, Scaled(critKib, plan.NoGrantRatio, plan.CritEnterRatio)));

        long Mark(double ratio, long capKib) => Math.Max(Math.Min((long)(host.TotalKib * ratio), capKib), reserveKib);

        // A mark that is the reserve has no ratio to scale by.
        static double Scaled(long markKib, double to, double from) => from > 0 ? markKib * to / from : markKib;
    }
}

using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>
/// The marks of available memory, in KiB, at which the host's levels begin, as in the planner's rules. Each is a share of the host's
/// memory, capped because a share of a large host is more than needed, and at least the reserve.
/// </summary>
public readonly record struct HostMarks
{
    /// <summary>Goal of reclaiming.</summary>
    public required long GoalKib { get; init; }

    /// <summary>SOFT below this: idle memory is taken. Above it guests in need get headroom too.</summary>
    public required long SoftKib { get; init; }

    /// <summary>SOFT ends above this.</summary>
    public required long SoftLeaveKib { get; init; }

    /// <summary>RED below this: the host is short of memory.</summary>
    public required long RedKib { get; init; }

    /// <summary>RED by available memory ends above this.</summary>
    public required long RedLeaveKib { get; init; }

    /// <summary>CRIT below this: the kernel may kill guests at any moment.</summary>
    public required long CritKib { get; init; }

    /// <summary>CRIT ends above this.</summary>
    public required long CritLeaveKib { get; init; }

    /// <summary>GREEN above this: memory is given back.</summary>
    public required long GreenKib { get; init; }

    /// <summary>Below this no memory is granted.</summary>
    public required long NoGrantKib { get; init; }

    /// <summary>The marks of a host.</summary>
    public static HostMarks Of(HostMemory host, Limits limits)
    {
        var plan = limits.Planner;
        var reserveKib = HostRoom.ReserveKib(host, limits);
        var goalKib = Mark(plan.GoalRatio, limits.GoalCapKib);
        var softKib = Mark(plan.SoftEnterRatio, limits.SoftCapKib);
        var redKib = Mark(plan.RedEnterRatio, limits.RedCapKib);
        var critKib = Mark(plan.CritEnterRatio, limits.CritCapKib);
        return new HostMarks
        {
            GoalKib = goalKib,
            SoftKib = softKib,
            SoftLeaveKib = Math.Max(softKib, (long)Scaled(goalKib, plan.SoftLeaveRatio, plan.GoalRatio)),
            RedKib = redKib,
            RedLeaveKib = (long)Scaled(redKib, plan.RedLeaveRatio, plan.RedEnterRatio),
            CritKib = critKib,
            CritLeaveKib = (long)Scaled(critKib, plan.CritLeaveRatio, plan.CritEnterRatio),
            // On a small host as far above the goal as on a large one; below it, recovery would give back what reclaiming takes.
            GreenKib = Math.Max(goalKib, (long)Math.Max(host.TotalKib * plan.GreenEnterRatio, Scaled(goalKib, plan.GreenEnterRatio, plan.GoalRatio))),
            NoGrantKib = (long)Math.Min(host.TotalKib * plan.NoGrantRatio, Scaled(critKib, plan.NoGrantRatio, plan.CritEnterRatio)),
        };

        long Mark(double ratio, long capKib) => Math.Max(Math.Min((long)(host.TotalKib * ratio), capKib), reserveKib);

        // If the enter ratio is zero the mark is the reserve, and there is nothing to scale.
        static double Scaled(long markKib, double to, double from) => from > 0 ? markKib * to / from : markKib;
    }
}

using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>
/// Where the levels of a host begin: available memory in KiB, the marks of the planner's rules. Each is a share of the host, at most a size,
/// since a share of a large host is more than anybody needs, and at least what is not granted anyway.
/// </summary>
public readonly record struct HostMarks
{
    /// <summary>Reclaiming aims for this.</summary>
    public required long GoalKib { get; init; }

    /// <summary>SOFT below this: idle memory is reclaimed. Above it guests in need are given room to breathe.</summary>
    public required long SoftKib { get; init; }

    /// <summary>SOFT ends here.</summary>
    public required long SoftLeaveKib { get; init; }

    /// <summary>RED below this: the host is short.</summary>
    public required long RedKib { get; init; }

    /// <summary>An emergency by available memory ends here.</summary>
    public required long RedLeaveKib { get; init; }

    /// <summary>CRIT below this: the host may kill guests any moment.</summary>
    public required long CritKib { get; init; }

    /// <summary>The worst is over here.</summary>
    public required long CritLeaveKib { get; init; }

    /// <summary>GREEN above this: memory is given back.</summary>
    public required long GreenKib { get; init; }

    /// <summary>Below this nobody is given anything.</summary>
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
            // On a small host as far above the goal as elsewhere.
            GreenKib = (long)Math.Max(host.TotalKib * plan.GreenEnterRatio, Scaled(goalKib, plan.GreenEnterRatio, plan.GoalRatio)),
            NoGrantKib = (long)Math.Min(host.TotalKib * plan.NoGrantRatio, Scaled(critKib, plan.NoGrantRatio, plan.CritEnterRatio)),
        };

        long Mark(double ratio, long capKib) => Math.Max(Math.Min((long)(host.TotalKib * ratio), capKib), reserveKib);

        // A mark that is the reserve has no ratio to scale by.
        static double Scaled(long markKib, double to, double from) => from > 0 ? markKib * to / from : markKib;
    }
}

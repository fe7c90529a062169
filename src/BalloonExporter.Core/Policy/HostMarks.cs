using BalloonExporter.Domains;

namespace BalloonExporter.Policy;

/// <summary>
/// Where the levels of a host begin: available memory in KiB, the marks of the planner's rules. Each is a share of the host, at most a size,
/// since a share of a large host is more than anybody needs, and at least what is not granted anyway.
/// </summary>
/// <param name="GoalKib">Reclaiming aims for this.</param>
/// <param name="SoftKib">SOFT below this: idle memory is reclaimed. Above it guests in need are given room to breathe.</param>
/// <param name="RedKib">RED below this: the host is short.</param>
/// <param name="RedLeaveKib">An emergency by available memory ends here.</param>
/// <param name="CritKib">CRIT below this: the host may kill guests any moment.</param>
/// <param name="CritLeaveKib">The worst is over here.</param>
/// <param name="GreenKib">GREEN above this: memory is given back.</param>
/// <param name="NoGrantKib">Below this nobody is given anything.</param>
public readonly record struct HostMarks(
    long GoalKib, long SoftKib, long RedKib, long RedLeaveKib, long CritKib, long CritLeaveKib, long GreenKib, long NoGrantKib)
{
    /// <summary>SOFT ends here.</summary>
    public long SoftLeaveKib => Math.Max(SoftKib, GoalKib);

    /// <summary>The marks of a host.</summary>
    public static HostMarks Of(HostMemory host, Limits limits)
    {
        var reserveKib = HostRoom.ReserveKib(host, limits);
        var goalKib = Mark(limits.GoalShare, limits.GoalMostKib);
        var redKib = Mark(limits.HostShortShare, limits.RedMostKib);
        var critKib = Mark(limits.HostCriticalShare, limits.CritMostKib);
        return new HostMarks(
            goalKib,
            Mark(limits.ComfortShare, limits.SoftMostKib),
            redKib,
            (long)(redKib * limits.HostShortLeaveShare / limits.HostShortShare),
            critKib,
            (long)(critKib * limits.HostCriticalLeaveShare / limits.HostCriticalShare),
            // On a small host as far above the goal as elsewhere.
            (long)(limits.GreenShare * Math.Max(host.TotalKib, goalKib / limits.GoalShare)),
            (long)(limits.NoGrantShare * Math.Min(host.TotalKib, critKib / limits.HostCriticalShare)));

        long Mark(double share, long mostKib) => Math.Max(Math.Min((long)(host.TotalKib * share), mostKib), reserveKib);
    }
}

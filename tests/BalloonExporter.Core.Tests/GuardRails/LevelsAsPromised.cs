using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <summary>Levels of a host in KiB by the formulas of the documents, for tests that check the code against them.</summary>
internal static class LevelsAsPromised
{
    private static readonly PlannerConstants Plan = PlannerConstants.Shipped;

    public static long ReserveKib(HostMemory host) => host.BudgetKib is { } budget ? ShareKib(budget) : PhysicalReserveKib(host);

    public static long PhysicalReserveKib(HostMemory host) => Math.Max(Kib(Plan.ReserveBytes), ShareKib(host.PhysicalTotalKib));

    public static bool IsRed(HostMemory host) => host.AvailableKib < MarkKib(host, Plan.RedEnterRatio, Plan.RedCapBytes);

    /// <param name="host">The host.</param>
    /// <param name="urgentKib">What managed domains lack to what they need to live: SOFT is told by what is left after that.</param>
    public static bool IsBelowTheGoal(HostMemory host, long urgentKib) => host.AvailableKib - urgentKib < MarkKib(host, Plan.GoalRatio, Plan.GoalCapBytes);

    public static long DeadBandKib(HostMemory host, long urgentKib, long maximumKib) => IsBelowTheGoal(host, urgentKib)
        ? Kib(Plan.DeadbandBytes)
        : Math.Max(Kib(Plan.DeadbandBytes), (long)(maximumKib * Plan.DeadbandMaximumRatio));

    public static long Kib(double bytes) => (long)(bytes / 1024);

    private static long ShareKib(long totalKib) => Math.Min((long)(totalKib * Plan.ReserveRatio), Kib(Plan.CritCapBytes));

    private static long MarkKib(HostMemory host, double ratio, double capBytes) =>
        Math.Max(ReserveKib(host), Math.Min((long)(host.TotalKib * ratio), Kib(capBytes)));
}

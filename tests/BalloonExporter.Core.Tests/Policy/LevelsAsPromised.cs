using BalloonExporter.Domains;
using static BalloonExporter.Core.Tests.Policy.Situation;

namespace BalloonExporter.Core.Tests.Policy;

/// <summary>Levels of a host in KiB as the documents state them, for tests that check the code against them.</summary>
internal static class LevelsAsPromised
{
    public static long ReserveKib(HostMemory host) =>
        host.BudgetKib is { } budget ? Math.Min((long)(budget * 0.02), 16 * GiB) : PhysicalReserveKib(host);

    public static long PhysicalReserveKib(HostMemory host) => Math.Max(GiB, Math.Min((long)(host.PhysicalTotalKib * 0.02), 16 * GiB));

    public static bool IsRed(HostMemory host) => host.AvailableKib < Math.Max(ReserveKib(host), Math.Min((long)(host.TotalKib * 0.06), 24 * GiB));

    public static bool IsBelowTheGoal(HostMemory host) => host.AvailableKib < Math.Max(ReserveKib(host), Math.Min((long)(host.TotalKib * 0.12), 64 * GiB));

    public static long DeadBandKib(HostMemory host, long maximumKib) =>
        IsBelowTheGoal(host) ? 16 * MiB : Math.Max(16 * MiB, (long)(maximumKib * 0.01));
}

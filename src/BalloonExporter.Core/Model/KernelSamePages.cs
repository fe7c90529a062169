namespace BalloonExporter.Core.Model;

/// <summary>What the kernel's same-page merging does on the host. Sizes are bytes.</summary>
/// <param name="Running">Whether it merges now.</param>
/// <param name="SharedBytes">Memory that merged pages occupy.</param>
/// <param name="SharingBytes">Memory saved by them.</param>
/// <param name="UnsharedBytes">Memory scanned repeatedly without finding a duplicate.</param>
/// <param name="VolatileBytes">Memory that changes too fast to be merged.</param>
/// <param name="FullScans">Number of complete scans.</param>
public sealed record KernelSamePages(
    bool Running, long? SharedBytes, long? SharingBytes, long? UnsharedBytes, long? VolatileBytes, long? FullScans);

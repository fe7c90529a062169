namespace BalloonExporter.Core.Model;

/// <summary>The memory of one of the host's NUMA nodes, in KiB.</summary>
/// <param name="Node">Its number.</param>
/// <param name="TotalKib">MemTotal.</param>
/// <param name="FreeKib">MemFree.</param>
public sealed record NumaNode(int Node, long? TotalKib, long? FreeKib)
{
    /// <summary>Memory that the kernel can free without swapping: file pages and its own caches.</summary>
    public long? ReclaimableKib { get; init; }
}

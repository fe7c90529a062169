namespace BalloonExporter.Lab;

/// <summary>What the guest's own /proc/meminfo says.</summary>
public sealed record GuestMemory(long TotalKib, long AvailableKib, long FreeKib, long CachedKib, long SwapFreeKib);

namespace LibvirtSharp.Native;

internal static unsafe class MemoryStatsReader
{
    // libvirt 9 knows 13; it fills as many as fit, so there is room for what later versions add.
    private const int Capacity = 64;

    internal static BalloonStats Read(DomainHandle domain)
    {
        var statistics = stackalloc NativeMemoryStat[Capacity];
        var count = Check.ThrowIfNegative(VirDomain.MemoryStats(domain, statistics, Capacity, 0));
        return BalloonStats.From(new ReadOnlySpan<NativeMemoryStat>(statistics, count));
    }
}

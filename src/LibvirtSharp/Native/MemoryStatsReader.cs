namespace LibvirtSharp.Native;

internal static unsafe class MemoryStatsReader
{
    // libvirt 9 knows 13; it fills as many as fit, so there is room for what later versions add.
    private const int Capacity = 64;

    internal static DomainMemoryStats Read(DomainHandle domain)
    {
        var statistics = stackalloc NativeMemoryStat[Capacity];
        var count = Check.ThrowIfNegative(VirDomain.MemoryStats(domain, statistics, Capacity, 0));
        return Decode(new ReadOnlySpan<NativeMemoryStat>(statistics, count));
    }

    internal static DomainMemoryStats Decode(ReadOnlySpan<NativeMemoryStat> statistics) => new()
    {
        SwapInKib = Find(statistics, NativeMemoryStatTag.SwapIn),
        SwapOutKib = Find(statistics, NativeMemoryStatTag.SwapOut),
        MajorFaults = Find(statistics, NativeMemoryStatTag.MajorFault),
        MinorFaults = Find(statistics, NativeMemoryStatTag.MinorFault),
        UnusedKib = Find(statistics, NativeMemoryStatTag.Unused),
        AvailableKib = Find(statistics, NativeMemoryStatTag.Available),
        CurrentKib = Find(statistics, NativeMemoryStatTag.ActualBalloon),
        RssKib = Find(statistics, NativeMemoryStatTag.Rss),
        UsableKib = Find(statistics, NativeMemoryStatTag.Usable),
        LastUpdateUnixSeconds = Find(statistics, NativeMemoryStatTag.LastUpdate),
        DiskCachesKib = Find(statistics, NativeMemoryStatTag.DiskCaches),
        HugetlbAllocations = Find(statistics, NativeMemoryStatTag.HugetlbPgalloc),
        HugetlbAllocationFailures = Find(statistics, NativeMemoryStatTag.HugetlbPgfail),
    };

    private static ulong? Find(ReadOnlySpan<NativeMemoryStat> statistics, NativeMemoryStatTag tag)
    {
        foreach (ref readonly var statistic in statistics)
        {
            if (statistic.Tag == (int)tag)
                return statistic.Value;
        }
        return null;
    }
}

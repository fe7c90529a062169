namespace BalloonExporter.Core.Model;

/// <summary>
/// One sample of what the balloon driver inside a guest reported, all of the same moment. Sizes are KiB.
/// Absent is null, never 0. Counters restart when the guest reboots.
/// </summary>
public sealed record GuestStatistics
{
    /// <summary>When QEMU received the sample: never later, and within a second unless the host's clock was set.</summary>
    public required Moment SampledAt { get; init; }

    /// <summary>The same by the host's clock, as QEMU reports it in whole seconds (<c>balloon.last-update</c>).</summary>
    public DateTimeOffset LastUpdate { get; init; }

    /// <summary>Names of the statistics that the guest's driver sends, in a fixed order, separated by commas: <c>total,usable,unused</c>.</summary>
    public string Sent
    {
        get
        {
            ReadOnlySpan<(string Word, bool IsSent)> figures =
            [
                ("total", TotalKib is not null), ("usable", UsableKib is not null), ("unused", UnusedKib is not null),
                ("disk_caches", DiskCachesKib is not null), ("swap", SwapInKib is not null && SwapOutKib is not null),
                ("page_faults", MajorFaults is not null && MinorFaults is not null), ("hugetlb", HugetlbAllocations is not null),
            ];
            var sent = new List<string>(figures.Length);
            foreach (var (word, isSent) in figures)
            {
                if (isSent)
                    sent.Add(word);
            }

            return string.Join(',', sent);
        }
    }

    /// <summary>The guest's MemTotal; libvirt calls it "available".</summary>
    public long? TotalKib { get; init; }

    /// <summary>The guest's MemAvailable: memory it could give up without swapping.</summary>
    public long? UsableKib { get; init; }

    /// <summary>The guest's MemFree.</summary>
    public long? UnusedKib { get; init; }

    /// <summary>Memory the guest uses for disk caches.</summary>
    public long? DiskCachesKib { get; init; }

    /// <summary>
    /// Usable memory, capped by unused memory plus disk caches. MemAvailable of Linux and the value of the Windows driver are at most
    /// that, apart from slabs; a guest that claims more and swaps is not trusted. For a driver without usable memory it is unused memory,
    /// which is less.
    /// </summary>
    public long? BackedUsableKib => UsableKib is not { } usableKib ? UnusedKib : UnusedKib + DiskCachesKib < usableKib ? UnusedKib + DiskCachesKib : usableKib;

    /// <summary>Memory swapped in since the guest's boot.</summary>
    public long? SwapInKib { get; init; }

    /// <summary>Memory swapped out since the guest's boot.</summary>
    public long? SwapOutKib { get; init; }

    /// <summary>Page faults that needed disk I/O, since the guest's boot.</summary>
    public long? MajorFaults { get; init; }

    /// <summary>Page faults that needed no disk I/O, since the guest's boot.</summary>
    public long? MinorFaults { get; init; }

    /// <summary>Successful huge page allocations since the guest's boot.</summary>
    public long? HugetlbAllocations { get; init; }

    /// <summary>Failed huge page allocations since the guest's boot.</summary>
    public long? HugetlbAllocationFailures { get; init; }
}

namespace BalloonExporter.Core.Model;

/// <summary>
/// One sample of what the balloon driver inside a guest reported, all of the same moment. Sizes are KiB.
/// Absent is null, never 0. Counters restart when the guest reboots.
/// </summary>
public sealed record GuestStatistics
{
    /// <summary>When QEMU received the sample. Not later than that, and within a second of it while the host's clock is not set.</summary>
    public required Moment SampledAt { get; init; }

    /// <summary>The same as QEMU wrote it by the host's clock (whole seconds; <c>balloon.last-update</c>).</summary>
    public DateTimeOffset LastUpdate { get; init; }

    /// <summary>Which figures the guest's driver sends, in a fixed order with commas between: <c>total,usable,unused</c>.</summary>
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

    /// <summary>The guest's MemAvailable: what could be given away without swapping.</summary>
    public long? UsableKib { get; init; }

    /// <summary>The guest's MemFree.</summary>
    public long? UnusedKib { get; init; }

    /// <summary>Memory the guest uses for disk caches.</summary>
    public long? DiskCachesKib { get; init; }

    /// <summary>
    /// What is usable and can be seen to be. Linux' MemAvailable and what the Windows driver sends are at most what is free and in caches,
    /// but for slabs: whoever claims more is not believed when he swaps. Of a driver that does not report it what is free, which is less.
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

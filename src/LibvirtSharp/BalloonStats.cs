using System.Runtime.CompilerServices;
using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// The balloon group of
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectGetAllDomainStats">virConnectGetAllDomainStats</see>,
/// and, without the maximum, the statistics of
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMemoryStats">virDomainMemoryStats</see>.
/// What is absent is null, never 0: a guest without a balloon driver has only current, maximum, last update (0) and resident memory.
/// Sizes in KiB.
/// </summary>
public sealed record BalloonStats
{
    internal static ReadOnlySpan<byte> Prefix => "balloon."u8;

    /// <summary>A record without any value.</summary>
    public BalloonStats()
    {
    }

    private BalloonStats(in Values values, ulong? maximumKib)
    {
        MaximumKib = maximumKib;
        CurrentKib = values[(int)Tag.ActualBalloon];
        SwapInKib = values[(int)Tag.SwapIn];
        SwapOutKib = values[(int)Tag.SwapOut];
        MajorFaults = values[(int)Tag.MajorFault];
        MinorFaults = values[(int)Tag.MinorFault];
        UnusedKib = values[(int)Tag.Unused];
        AvailableKib = values[(int)Tag.Available];
        UsableKib = values[(int)Tag.Usable];
        LastUpdateUnixSeconds = values[(int)Tag.LastUpdate];
        DiskCachesKib = values[(int)Tag.DiskCaches];
        HugetlbAllocations = values[(int)Tag.HugetlbPgalloc];
        HugetlbAllocationFailures = values[(int)Tag.HugetlbPgfail];
        RssKib = values[(int)Tag.Rss];
    }

    /// <summary>
    /// Reads the group's parameters and skips the others. The hot path: names are compared as bytes, nothing is allocated per field.
    /// Parameters with an unknown name or an unexpected type go to <paramref name="other"/>.
    /// </summary>
    internal static BalloonStats From(ReadOnlySpan<NativeTypedParameter> parameters, ref List<TypedParameter>? other)
    {
        var values = default(Values);
        ulong? maximumKib = null;
        foreach (ref readonly var parameter in parameters)
        {
            var name = parameter.Name();
            if (!name.StartsWith(Prefix))
                continue;
            name = name[Prefix.Length..];
            if (parameter.Type != (int)TypedParameterType.UInt64)
                (other ??= []).Add(TypedParameter.From(in parameter));
            else if (name.SequenceEqual("maximum"u8))
                maximumKib = parameter.Value.ULLong;
            else if (TagOf(name) is { } tag)
                values[(int)tag] = parameter.Value.ULLong;
            else
                (other ??= []).Add(TypedParameter.From(in parameter));
        }

        return new BalloonStats(in values, maximumKib);
    }

    /// <summary>Takes the statistics of virDomainMemoryStats: the same without the maximum. A tag that it does not know is passed over.</summary>
    internal static BalloonStats From(ReadOnlySpan<NativeMemoryStat> statistics)
    {
        var values = default(Values);
        foreach (ref readonly var statistic in statistics)
        {
            if (statistic.Tag is >= 0 and < Capacity)
                values[statistic.Tag] = statistic.Value;
        }

        return new BalloonStats(in values, maximumKib: null);
    }

    private static Tag? TagOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("current"u8) => Tag.ActualBalloon,
        _ when name.SequenceEqual("swap_in"u8) => Tag.SwapIn,
        _ when name.SequenceEqual("swap_out"u8) => Tag.SwapOut,
        _ when name.SequenceEqual("major_fault"u8) => Tag.MajorFault,
        _ when name.SequenceEqual("minor_fault"u8) => Tag.MinorFault,
        _ when name.SequenceEqual("unused"u8) => Tag.Unused,
        _ when name.SequenceEqual("available"u8) => Tag.Available,
        _ when name.SequenceEqual("usable"u8) => Tag.Usable,
        _ when name.SequenceEqual("last-update"u8) => Tag.LastUpdate,
        _ when name.SequenceEqual("disk_caches"u8) => Tag.DiskCaches,
        _ when name.SequenceEqual("hugetlb_pgalloc"u8) => Tag.HugetlbPgalloc,
        _ when name.SequenceEqual("hugetlb_pgfail"u8) => Tag.HugetlbPgfail,
        _ when name.SequenceEqual("rss"u8) => Tag.Rss,
        _ => null,
    };

    /// <summary>What the balloon leaves the domain now.</summary>
    public ulong? CurrentKib { get; init; }

    /// <summary>The most it may have.</summary>
    public ulong? MaximumKib { get; init; }

    /// <summary>Read from swap by the guest, since its start.</summary>
    public ulong? SwapInKib { get; init; }

    /// <summary>Written to swap by the guest, since its start.</summary>
    public ulong? SwapOutKib { get; init; }

    /// <summary>Page faults of the guest that needed a disk, since its start.</summary>
    public ulong? MajorFaults { get; init; }

    /// <summary>Other page faults of the guest, since its start.</summary>
    public ulong? MinorFaults { get; init; }

    /// <summary>Memory the guest leaves wholly unused.</summary>
    public ulong? UnusedKib { get; init; }

    /// <summary>What the guest sees as its memory.</summary>
    public ulong? AvailableKib { get; init; }

    /// <summary>What the guest could give without swapping.</summary>
    public ulong? UsableKib { get; init; }

    /// <summary>When the guest last reported, in seconds since 1970; 0 when it never did.</summary>
    public ulong? LastUpdateUnixSeconds { get; init; }

    /// <summary>What the guest could free without I/O, mostly its page cache.</summary>
    public ulong? DiskCachesKib { get; init; }

    /// <summary>Huge pages the guest allocated, since its start.</summary>
    public ulong? HugetlbAllocations { get; init; }

    /// <summary>Huge pages the guest failed to allocate, since its start.</summary>
    public ulong? HugetlbAllocationFailures { get; init; }

    /// <summary>Resident memory of the hypervisor process on the host.</summary>
    public ulong? RssKib { get; init; }

    // More tags than libvirt has, so that one of a later version is no index out of range.
    private const int Capacity = 64;

    /// <summary>virDomainMemoryStatTags. In bulk statistics the same have names.</summary>
    internal enum Tag
    {
        SwapIn = 0,
        SwapOut = 1,
        MajorFault = 2,
        MinorFault = 3,
        Unused = 4,
        Available = 5,
        ActualBalloon = 6,
        Rss = 7,
        Usable = 8,
        LastUpdate = 9,
        DiskCaches = 10,
        HugetlbPgalloc = 11,
        HugetlbPgfail = 12,
    }

    [InlineArray(Capacity)]
    private struct Values
    {
        private ulong? _first;
    }
}

using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// The balloon group of
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectGetAllDomainStats">virConnectGetAllDomainStats</see>.
/// What is absent is null, never 0: a guest without a balloon driver has only current, maximum, last update (0) and resident memory.
/// Sizes in KiB.
/// </summary>
public sealed record BalloonStats
{
    internal static ReadOnlySpan<byte> Prefix => "balloon."u8;

    /// <summary>Without any value.</summary>
    public BalloonStats()
    {
    }

    /// <summary>
    /// Reads the group's parameters and skips the others. The hot path: names are compared as bytes, nothing is allocated per field.
    /// What it does not know, or finds with another type than expected, goes to <paramref name="other"/>.
    /// </summary>
    internal unsafe BalloonStats(ReadOnlySpan<NativeTypedParameter> parameters, ref List<TypedParameter>? other)
    {
        foreach (ref readonly var parameter in parameters)
        {
            var name = parameter.Name();
            if (!name.StartsWith(Prefix))
                continue;
            if (parameter.Type != (int)TypedParameterType.UInt64)
            {
                (other ??= []).Add(TypedParameter.From(in parameter));
                continue;
            }
            name = name[Prefix.Length..];
            var value = parameter.Value.ULLong;
            if (name.SequenceEqual("current"u8))
                CurrentKib = value;
            else if (name.SequenceEqual("maximum"u8))
                MaximumKib = value;
            else if (name.SequenceEqual("swap_in"u8))
                SwapInKib = value;
            else if (name.SequenceEqual("swap_out"u8))
                SwapOutKib = value;
            else if (name.SequenceEqual("major_fault"u8))
                MajorFaults = value;
            else if (name.SequenceEqual("minor_fault"u8))
                MinorFaults = value;
            else if (name.SequenceEqual("unused"u8))
                UnusedKib = value;
            else if (name.SequenceEqual("available"u8))
                AvailableKib = value;
            else if (name.SequenceEqual("usable"u8))
                UsableKib = value;
            else if (name.SequenceEqual("last-update"u8))
                LastUpdateUnixSeconds = value;
            else if (name.SequenceEqual("disk_caches"u8))
                DiskCachesKib = value;
            else if (name.SequenceEqual("hugetlb_pgalloc"u8))
                HugetlbAllocations = value;
            else if (name.SequenceEqual("hugetlb_pgfail"u8))
                HugetlbAllocationFailures = value;
            else if (name.SequenceEqual("rss"u8))
                RssKib = value;
            else
                (other ??= []).Add(TypedParameter.From(in parameter));
        }
    }

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
}

namespace LibvirtSharp;

/// <summary>
/// Memory statistics of one domain
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMemoryStats">virDomainMemoryStats</see>). What is absent is
/// null, never 0. Sizes in KiB.
/// </summary>
public sealed record DomainMemoryStats
{
    /// <summary>What the balloon leaves the domain now.</summary>
    public ulong? CurrentKib { get; init; }

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

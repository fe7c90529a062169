namespace LibvirtSharp;

/// <summary>
/// A long job of a domain, a migration or a save for example
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainJobInfo">virDomainJobInfo</see>). Sizes in bytes.
/// </summary>
public sealed record DomainJobInfo
{
    /// <summary>Whether there is a job, and of which kind.</summary>
    public required LibvirtEnum<DomainJobType> Type { get; init; }

    /// <summary>Since it began.</summary>
    public required ulong TimeElapsedMilliseconds { get; init; }

    /// <summary>Until it ends; only for <see cref="DomainJobType.Bounded"/>.</summary>
    public required ulong TimeRemainingMilliseconds { get; init; }

    /// <summary>All data; may grow during an unbounded job.</summary>
    public required ulong DataTotalBytes { get; init; }

    /// <summary>Data done.</summary>
    public required ulong DataProcessedBytes { get; init; }

    /// <summary>Data to do.</summary>
    public required ulong DataRemainingBytes { get; init; }

    /// <summary>The part of the data that is guest memory.</summary>
    public required ulong MemoryTotalBytes { get; init; }

    /// <summary>Guest memory done.</summary>
    public required ulong MemoryProcessedBytes { get; init; }

    /// <summary>Guest memory to do.</summary>
    public required ulong MemoryRemainingBytes { get; init; }

    /// <summary>The part of the data that is disk files.</summary>
    public required ulong FileTotalBytes { get; init; }

    /// <summary>Disk files done.</summary>
    public required ulong FileProcessedBytes { get; init; }

    /// <summary>Disk files to do.</summary>
    public required ulong FileRemainingBytes { get; init; }
}

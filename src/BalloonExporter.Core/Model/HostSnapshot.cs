namespace BalloonExporter.Core.Model;

/// <summary>A host and its running domains at one moment. Immutable.</summary>
public sealed record HostSnapshot
{
    /// <summary>When the read began.</summary>
    public required Moment TakenAt { get; init; }

    /// <summary>Whether every configured libvirt answered.</summary>
    public required bool LibvirtUp { get; init; }

    /// <summary>
    /// Whether libvirt answers although it is not <see cref="LibvirtUp"/>: it did not list its domains in time because one of them is
    /// being started or stopped.
    /// </summary>
    public bool LibvirtBusy { get; init; }

    /// <summary>The hypervisors whose versions are known.</summary>
    public IReadOnlyList<HypervisorInfo> Hypervisors { get; init; } = [];

    /// <summary>The host's memory; null when <c>/proc</c> could not be read.</summary>
    public HostMemory? Memory { get; init; }

    /// <summary>All active domains, running or paused.</summary>
    public IReadOnlyList<DomainMemory> Domains { get; init; } = [];

    /// <summary>Number of domains by state, including shut off ones; empty when libvirt could not be read.</summary>
    public IReadOnlyDictionary<DomainState, int> DomainsByState { get; init; } = new Dictionary<DomainState, int>();

    /// <summary>All existing domains, including shut off ones; null unless each libvirt has just listed all of its own.</summary>
    public IReadOnlySet<Guid>? Existing { get; init; }

    /// <summary>Domains that are paused or stopped without a command, including shut off ones.</summary>
    public IReadOnlyList<FailedDomain> FailedDomains { get; init; } = [];

    /// <summary>Memory merged by the kernel; null when not read or unknown.</summary>
    public KernelSamePages? SamePages { get; init; }

    /// <summary>Huge pages by size; empty when not read or unknown.</summary>
    public IReadOnlyList<HugepagePool> HugepagePools { get; init; } = [];

    /// <summary>Memory by NUMA node; empty when not read or unknown.</summary>
    public IReadOnlyList<NumaNode> NumaNodes { get; init; } = [];

    /// <summary>Result of each part of the read.</summary>
    public IReadOnlyList<PartOutcome> Parts { get; init; } = [];
}

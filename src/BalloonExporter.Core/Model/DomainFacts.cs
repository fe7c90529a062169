namespace BalloonExporter.Core.Model;

/// <summary>Facts from a domain's XML. They are constant while an instance runs, or change only with an event.</summary>
public sealed record DomainFacts
{
    /// <summary>Facts of a domain whose XML could not be read.</summary>
    public static DomainFacts Unknown { get; } = new();

    /// <summary>libvirt's driver in lower case: qemu, lxc, test. A label and no more: what a domain can do, the properties below tell.</summary>
    public string? Driver { get; init; }

    /// <summary>The human title, if the domain has one.</summary>
    public string? Title { get; init; }

    /// <summary>Machine type, for example <c>pc-q35-7.2</c>.</summary>
    public string? Machine { get; init; }

    /// <summary>Guest architecture, for example <c>x86_64</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>What can be done with the memory of the running instance. Null when the XML could not be read.</summary>
    public BalloonCapability? Balloon { get; init; }

    /// <summary>The same of the definition that the next start will use.</summary>
    public BalloonCapability? NextBalloon { get; init; }

    /// <summary>Whether the domain is a process of its own, of which this host's kernel tells the memory.</summary>
    public bool HasProcess { get; init; }

    /// <summary>Whether it can be set how often the hypervisor asks the guest for statistics.</summary>
    public bool HasStatisticsPeriod { get; init; }

    /// <summary>Balloon model as a label: <c>virtio</c>, <c>none</c>, …; null when the domain has no such element.</summary>
    public string? BalloonModel { get; init; }

    /// <summary>Whether QEMU deflates the balloon by itself when the guest runs out of memory. Null when unknown.</summary>
    public bool? AutoDeflate { get; init; }

    /// <summary>Whether the guest reports free pages to the host by itself. Null when unknown.</summary>
    public bool? FreePageReporting { get; init; }

    /// <summary>How often QEMU asks the guest for statistics; zero: never. Null when unknown.</summary>
    public TimeSpan? StatisticsPeriod { get; init; }

    /// <summary>The same of the definition that the next start will use; for a transient domain the same as <see cref="StatisticsPeriod"/>.</summary>
    public TimeSpan? NextStatisticsPeriod { get; init; }

    /// <summary>Whether a host device is passed to the guest (VFIO, mediated device, vDPA): all its memory is pinned. Null when unknown.</summary>
    public bool? Vfio { get; init; }

    /// <summary>Whether the guest's memory consists of huge pages. Null when unknown.</summary>
    public bool? Hugepages { get; init; }

    /// <summary>Whether guest memory was set by QEMU arguments of the operator: libvirt does not know its kind. Null when unknown.</summary>
    public bool? MemoryByHand { get; init; }

    /// <summary>Memory devices; none when unknown.</summary>
    public IReadOnlyList<MemoryDevice> MemoryDevices { get; init; } = [];

    /// <summary>Memory plugged through resizable devices. The guest's statistics include it, but a balloon cannot take it.</summary>
    public long PluggedKib => MemoryDevices.Sum(device => device.PluggedKib ?? 0);

    /// <summary>Whether the guest's memory is locked. Null when unknown.</summary>
    public bool? MemoryLocked { get; init; }

    /// <summary>Whether all of the guest's memory is allocated at its start. Null when unknown.</summary>
    public bool? MemoryImmediate { get; init; }

    /// <summary>Kind of memory encryption: <c>sev</c>, <c>sev-snp</c>, <c>tdx</c>, <c>s390-pv</c>; null when there is none.</summary>
    public string? LaunchSecurity { get; init; }

    /// <summary>Policy in the metadata of the running instance; null when there is none.</summary>
    public PolicySpec? Policy { get; init; }

    /// <summary>Policy in the definition for the next start; for a transient domain the same as <see cref="Policy"/>.</summary>
    public PolicySpec? NextPolicy { get; init; }

    /// <summary>Maximum of the balloon in the definition for the next start, in KiB. Null when unknown.</summary>
    public long? NextMaximumKib { get; init; }

    /// <summary>Whether this instance was started with ballooning enabled by its policy. Null when unknown.</summary>
    public bool? StartedEnabled { get; init; }

    /// <summary>Whether the running instance is marked as moved by this exporter or by one on another host.</summary>
    public bool HasManagedMarker { get; init; }

    /// <summary>OpenStack's metadata; null when it is no OpenStack instance.</summary>
    public OpenStackInstance? OpenStack { get; init; }

    /// <summary>oVirt's metadata; null when it is no oVirt machine.</summary>
    public OvirtMachine? Ovirt { get; init; }

    /// <summary>When this instance was started, rebooted, restored or migrated in. Null when unknown.</summary>
    public Moment? RunningSince { get; init; }
}

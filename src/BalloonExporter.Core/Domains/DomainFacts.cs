namespace BalloonExporter.Domains;

/// <summary>What does not change while a domain instance runs, or changes only with an event: read from its XML.</summary>
public sealed record DomainFacts
{
    /// <summary>Facts of a domain whose XML could not be read: nothing is known.</summary>
    public static DomainFacts Unknown { get; } = new();

    /// <summary>libvirt's driver in lower case: qemu, lxc, test.</summary>
    public string? Driver { get; init; }

    /// <summary>The human title, if the domain has one.</summary>
    public string? Title { get; init; }

    /// <summary>Machine type, for example <c>pc-q35-7.2</c>.</summary>
    public string? Machine { get; init; }

    /// <summary>Guest architecture, for example <c>x86_64</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>Balloon model: <c>virtio</c>, <c>none</c>, …; null when the domain has no such element.</summary>
    public string? BalloonModel { get; init; }

    /// <summary>Whether QEMU deflates the balloon by itself when the guest runs out of memory. Null when unknown.</summary>
    public bool? AutoDeflate { get; init; }

    /// <summary>Whether the guest reports free pages to the host by itself. Null when unknown.</summary>
    public bool? FreePageReporting { get; init; }

    /// <summary>How often QEMU asks the guest for statistics; zero: never. Null when unknown.</summary>
    public TimeSpan? StatisticsPeriod { get; init; }

    /// <summary>When this instance began to run, or was last rebooted, restored or migrated in. Null when unknown.</summary>
    public DateTimeOffset? RunningSince { get; init; }
}

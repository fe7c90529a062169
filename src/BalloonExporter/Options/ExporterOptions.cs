using BalloonExporter.Domains;
using BalloonExporter.Policy;

namespace BalloonExporter.Options;

/// <summary>Everything an operator can set.</summary>
internal sealed record ExporterOptions
{
    public required Uri LibvirtUri { get; init; }

    public required ExporterMode Mode { get; init; }

    public required IReadOnlyList<ListenAddress> ListenAddresses { get; init; }

    public required string TelemetryPath { get; init; }

    public long? MemoryBudgetKib { get; init; }

    public FileInfo? TokenFile { get; init; }

    public required Limits Limits { get; init; }

    public IReadOnlySet<CollectorName> Collectors { get; init; } = CollectorSwitches.Default;

    public DomainFilter Domains { get; init; } = new();
}

/// <summary>Whether memory is moved.</summary>
internal enum ExporterMode
{
    /// <summary>Everything is computed, nothing is moved; libvirt is opened read-only.</summary>
    Observe,

    /// <summary>Targets are applied.</summary>
    Act,
}

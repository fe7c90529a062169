using BalloonExporter.Policy;

namespace BalloonExporter.Options;

/// <summary>Everything an operator can set.</summary>
internal sealed record ExporterOptions
{
    public required IReadOnlyList<Uri> LibvirtUris { get; init; }

    /// <summary>Connections over which the statistics of each hypervisor are read at once.</summary>
    public required int LibvirtConnections { get; init; }

    /// <summary>How often guests are asked for statistics in act mode at least; zero: left alone.</summary>
    public required TimeSpan GuestStatisticsPeriod { get; init; }

    public required ExporterMode Mode { get; init; }

    public required IReadOnlyList<ListenAddress> ListenAddresses { get; init; }

    public required string TelemetryPath { get; init; }

    public long? MemoryBudgetKib { get; init; }

    public FileInfo? TokenFile { get; init; }

    public required Limits Limits { get; init; }
}

/// <summary>Whether memory is moved.</summary>
internal enum ExporterMode
{
    /// <summary>Everything is computed, nothing is moved; libvirt is opened read-only.</summary>
    Observe,

    /// <summary>Targets are applied.</summary>
    Act,
}

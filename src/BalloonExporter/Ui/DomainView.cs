using BalloonExporter.Api;

namespace BalloonExporter.Ui;

/// <summary>All that the page of one domain shows. Immutable; sizes are bytes.</summary>
internal sealed record DomainView
{
    /// <summary>Its policy, and whether it is managed.</summary>
    public required PolicyReport Policy { get; init; }

    /// <summary>It as it runs; null: it does not, or could not be read.</summary>
    public DomainEntry? Running { get; init; }

    /// <summary>How a restart of it goes, and whether one would be refused; null: libvirt does not answer.</summary>
    public RestartReport? Restart { get; init; }

    /// <summary>Decisions about it, the newest first.</summary>
    public required IReadOnlyList<DecisionEntry> Decisions { get; init; }

    /// <summary>Changes of its policy, the newest first.</summary>
    public required IReadOnlyList<PolicyEditReport> Changes { get; init; }

    /// <summary>Whether this exporter acts: what it observes only is told with "would".</summary>
    public required bool Acts { get; init; }

    /// <summary>Whether policies can be changed here: not in observe mode.</summary>
    public required bool StoresPolicies { get; init; }

    /// <summary>Its dashboard in Grafana; null: not known.</summary>
    public Uri? Dashboard { get; init; }
}

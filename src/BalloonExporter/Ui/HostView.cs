using BalloonExporter.Api;

namespace BalloonExporter.Ui;

/// <summary>All that the page of the host shows. Immutable; sizes are bytes.</summary>
internal sealed record HostView
{
    /// <summary>The exporter and its host.</summary>
    public required StatusReport Status { get; init; }

    /// <summary>Running domains, by name.</summary>
    public required IReadOnlyList<DomainEntry> Domains { get; init; }

    /// <summary>The newest move of each domain that was moved of late, by UUID.</summary>
    public required IReadOnlyDictionary<string, DecisionEntry> LastMoves { get; init; }

    /// <summary>Memory for guests; null: all that the host has.</summary>
    public long? BudgetBytes { get; init; }

    /// <summary>When it was looked at.</summary>
    public required DateTimeOffset Now { get; init; }
}

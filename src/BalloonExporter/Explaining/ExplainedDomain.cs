using BalloonExporter.Core.Model;

namespace BalloonExporter.Explaining;

/// <summary>What is known of a domain at one moment, to be explained.</summary>
/// <param name="Uuid">libvirt's UUID.</param>
/// <param name="Name">libvirt's name.</param>
/// <param name="At">The moment.</param>
internal sealed record ExplainedDomain(string Uuid, string Name, DateTimeOffset At)
{
    /// <summary>Where it ran, as the source names it; null: where this exporter runs.</summary>
    public string? Host { get; init; }

    /// <summary>Whether the exporter only observes.</summary>
    public bool Observes { get; init; }

    /// <summary>Why it is not managed; null when it is.</summary>
    public DecisionReason? Unmanaged { get; init; }

    /// <summary>The last move; null when none is known.</summary>
    public ExplainedMove? Move { get; init; }

    /// <summary>Why what was asked for last was not done; null when it was, or nothing was.</summary>
    public DecisionReason? LeftAlone { get; init; }

    /// <summary>When the last request was refused, where it was asked for and where the balloon stood; empty when it was not refused.</summary>
    public IReadOnlyList<Figure> LeftAloneFigures { get; init; } = [];

    /// <summary>Its figures, those of its host and of the exporter, by kind.</summary>
    public IReadOnlyDictionary<FigureKind, Figure> Figures { get; init; } = new Dictionary<FigureKind, Figure>();
}

namespace BalloonExporter.Lab.Demo;

/// <summary>One domain at one moment, in bytes; null where nothing is known.</summary>
internal sealed record DomainRow(
    string Name,
    string Uuid,
    double? Maximum,
    double? Current,
    double? Target,
    double? Recommended,
    double? WorkingSet,
    double? Resident,
    string Load,
    LastDecision? Decision)
{
    /// <summary>Whether the plan wants memory of it, by more than is lost in rounding.</summary>
    public bool IsToBeShrunk => Recommended < Current - (16 << 20);
}

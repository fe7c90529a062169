namespace BalloonExporter.Metrics;

/// <summary>Labels of all per-domain series.</summary>
internal static class DomainLabels
{
    public static readonly string[] Names = ["domain", "uuid"];
}

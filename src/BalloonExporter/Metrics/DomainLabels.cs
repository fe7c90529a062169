namespace BalloonExporter.Metrics;

/// <summary>The labels of every per-domain series, in one spelling.</summary>
internal static class DomainLabels
{
    public static readonly string[] Names = ["domain", "uuid"];
}

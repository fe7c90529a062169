using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Series of a domain: the labels <c>domain</c> and <c>uuid</c> come first.</summary>
internal static class DomainSeries
{
    /// <summary>Writes the series of one domain.</summary>
    public static void Write(this MetricFamily family, DomainMemory domain, double value) =>
        family.Write(value, TextBounds.Cut(domain.Name), domain.UuidText);

    /// <summary>Writes one of several series of a domain.</summary>
    public static void Write(this MetricFamily family, DomainMemory domain, double value, string label) =>
        family.Write(value, TextBounds.Cut(domain.Name), domain.UuidText, label);
}

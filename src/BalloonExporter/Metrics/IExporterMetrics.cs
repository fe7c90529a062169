using BalloonExporter.Core.Model;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>A part of what this process tells of itself. Unlike the series of a snapshot, those of its registry live as long as the process.</summary>
internal interface IExporterMetrics
{
    /// <summary>The part of the scrape that it belongs to; null: always included.</summary>
    CollectorName? Name { get; }

    CollectorRegistry Registry { get; }

    /// <summary>Takes over what is counted elsewhere. Called before each scrape. An exception fails the part: prometheus-net would hide one of its own callbacks.</summary>
    void Refresh();
}

using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Turns a part of a snapshot into series. One file, one collector, one method.</summary>
internal interface ICollector
{
    /// <summary>The part of the scrape that it belongs to; null: always included.</summary>
    CollectorName? Name { get; }

    void Collect(HostSnapshot snapshot, MetricPage page);
}

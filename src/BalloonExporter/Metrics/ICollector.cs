using BalloonExporter.Domains;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>Turns a part of a snapshot into series. One file, one collector, one method.</summary>
internal interface ICollector
{
    void Collect(HostSnapshot snapshot, IMetricFactory metrics);
}

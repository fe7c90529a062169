using BalloonExporter.Domains;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>The labels of every per-domain series, in one spelling.</summary>
internal static class DomainLabels
{
    public static readonly string[] Names = ["domain", "uuid"];

    public static TChild Of<TChild>(this Collector<TChild> collector, DomainMemory domain)
        where TChild : ChildBase => collector.WithLabels(domain.Name, domain.UuidText);

    public static TChild Of<TChild>(this Collector<TChild> collector, DomainMemory domain, string value)
        where TChild : ChildBase => collector.WithLabels(domain.Name, domain.UuidText, value);
}

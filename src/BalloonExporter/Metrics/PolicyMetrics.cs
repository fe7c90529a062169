using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>Malformed policies since the start.</summary>
internal sealed class PolicyMetrics : IExporterMetrics
{
    private readonly PolicyErrors _errors;
    private readonly Counter _malformed;

    public PolicyMetrics(PolicyErrors errors)
    {
        _errors = errors;
        _malformed = Prometheus.Metrics.WithCustomRegistry(Registry)
            .CreateCounter("balloon_domain_policy_errors_total", "Malformed policy elements seen in the metadata of domains.");
    }

    public CollectorName? Name => CollectorName.Libvirt;

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public void Refresh() => _malformed.IncTo(_errors.Count);
}

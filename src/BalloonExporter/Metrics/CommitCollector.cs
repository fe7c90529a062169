using BalloonExporter.Domains;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>Memory the host has promised.</summary>
internal sealed class CommitCollector : ICollector
{
    public CollectorName? Name => CollectorName.Commit;

    public void Collect(HostSnapshot snapshot, IMetricFactory metrics)
    {
        if (snapshot.Memory?.CommittedKib is { } committedKib)
            metrics.CreateGauge("balloon_host_memory_committed_bytes", "Memory the host has promised to processes, whether they use it or not.").Set(committedKib * 1024.0);
        if (snapshot.Memory?.CommitLimitKib is { } limitKib)
            metrics.CreateGauge("balloon_host_memory_commit_limit_bytes", "How much the host may promise when its kernel is told to be strict.").Set(limitKib * 1024.0);
    }
}

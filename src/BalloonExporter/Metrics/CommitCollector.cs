using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Memory promised to processes by the host.</summary>
internal sealed class CommitCollector : ICollector
{
    public CollectorName? Name => CollectorName.Commit;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        if (snapshot.Memory?.CommittedKib is { } committedKib)
            page.Gauge("balloon_host_memory_committed_bytes", "Memory promised to processes by the host, whether they use it or not.").Write(Kib.ToSample(committedKib));
        if (snapshot.Memory?.CommitLimitKib is { } limitKib)
            page.Gauge("balloon_host_memory_commit_limit_bytes", "Limit of promised memory with strict overcommit.").Write(Kib.ToSample(limitKib));
        if (snapshot.Memory?.OvercommitPolicy is { } policy)
            page.Gauge("balloon_host_memory_overcommit_policy", "Overcommit policy of the kernel (vm.overcommit_memory): 2 enforces the commit limit, 0 and 1 do not.").Write(policy);
    }
}

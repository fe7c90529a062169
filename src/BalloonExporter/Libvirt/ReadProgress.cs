using System.Collections.Concurrent;
using BalloonExporter.Core.Model;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// Result so far of reading a hypervisor: the domains, then state and balloon of each. A domain that blocks does not keep the others from
/// callers that cannot wait. Thread-safe.
/// </summary>
internal sealed class ReadProgress
{
    private readonly ConcurrentDictionary<Guid, DomainStats> _stats = [];
    private readonly TaskCompletionSource<HypervisorRead> _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the domains are known; faulted when they cannot be read.</summary>
    public Task<HypervisorRead> Listed => _listed.Task;

    public void List(HypervisorRead domains) => _listed.TrySetResult(domains);

    public void Fail(Exception exception)
    {
        _listed.TrySetException(exception);
        // Observes the exception: callers get it from the read itself.
        _ = _listed.Task.Exception;
    }

    public void Add(IEnumerable<DomainStats> stats)
    {
        foreach (var each in stats)
            _stats[each.Uuid] = each;
    }

    /// <summary>The domains with their data so far, and with these facts.</summary>
    public IReadOnlyList<DomainRead> Complete(HypervisorRead listed, Func<Guid, DomainFacts> facts) =>
    [
        .. listed.Domains.Select(domain => new DomainRead(
            _stats.TryGetValue(domain.Stats.Uuid, out var read)
                ? new DomainStats(domain.Stats.Uuid, domain.Stats.Name) { State = read.State ?? domain.Stats.State, Balloon = read.Balloon }
                : domain.Stats,
            domain.IsActive ? facts(domain.Stats.Uuid) : domain.Facts)),
    ];
}

using System.Collections.Concurrent;
using BalloonExporter.Core.Model;
using LibvirtSharp;
using DomainState = BalloonExporter.Core.Model.DomainState;

namespace BalloonExporter.Libvirt;

/// <summary>
/// Result so far of reading a hypervisor: the domains, then state and balloon of each. A domain that blocks does not keep the others from
/// callers that cannot wait. Thread-safe.
/// </summary>
/// <param name="known">What a fresh read of a domain in this state would find; it returns null for one that has to be read, and is null when all have to be.</param>
internal sealed class ReadProgress(Func<Guid, DomainState, DomainMemory?>? known = null)
{
    private readonly ConcurrentDictionary<Guid, DomainStats> _stats = [];
    private readonly ConcurrentDictionary<Guid, DomainMemory> _known = [];
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

    /// <summary>Whether a domain need not be read, because what a read would find is known: then that is its result.</summary>
    public bool TakeKnown(DomainRead domain)
    {
        if (known?.Invoke(domain.Uuid, domain.State) is not { } memory)
            return false;
        _known[domain.Uuid] = memory;
        return true;
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
            domain.IsActive ? facts(domain.Stats.Uuid) : domain.Facts)
        {
            Known = _known.GetValueOrDefault(domain.Stats.Uuid),
        }),
    ];
}

using System.Collections.Concurrent;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Kernel;

/// <summary>
/// What running domains occupy on the host: libvirt's figure where it is new, else that of the process libvirt vouches for, else what
/// libvirt said last. Thread-safe.
/// </summary>
internal sealed class ResidentMemory(QemuProcesses processes, SteadyClock clock)
{
    // The reflexes look each second: what libvirt said since the look before is new.
    private static readonly TimeSpan NewAge = TimeSpan.FromSeconds(1);

    // Longer than the reflexes' pause between two looks at all domains and the read that follows it.
    private static readonly TimeSpan OldestAge = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Guid, (long Kib, Moment At)> _told = [];

    /// <summary>Takes in what libvirt says; null: it says nothing.</summary>
    public void Note(Guid uuid, long? kib)
    {
        if (kib is { } told)
            _told[uuid] = (told, clock.Now);
    }

    /// <summary>In KiB; null when nobody can be asked, or nobody was for too long.</summary>
    public long? Of(Guid uuid)
    {
        var age = _told.TryGetValue(uuid, out var told) ? clock.Now - told.At : TimeSpan.MaxValue;
        return age < NewAge ? told.Kib : processes.ReadMemory(uuid)?.ResidentKib ?? (age < OldestAge ? told.Kib : null);
    }

    /// <summary>The sum over several domains in KiB, and whether each of them is in it.</summary>
    public (long Kib, bool Complete) Sum(IEnumerable<Guid> domains)
    {
        var (sum, complete) = (0L, true);
        foreach (var uuid in domains)
        {
            if (Of(uuid) is { } kib)
                sum += kib;
            else
                complete = false;
        }

        return (sum, complete);
    }

    /// <summary>Whether a process tells each domain's memory at any moment, so that libvirt need not be asked anew.</summary>
    public bool IsSeenInProcesses(IEnumerable<Guid> domains) => domains.All(uuid => processes.ReadMemory(uuid)?.ResidentKib is not null);

    /// <summary>Forgets what was told of domains that are gone.</summary>
    public void Keep(IReadOnlySet<Guid> active)
    {
        foreach (var uuid in _told.Keys.Where(uuid => !active.Contains(uuid)))
            _told.TryRemove(uuid, out _);
    }
}

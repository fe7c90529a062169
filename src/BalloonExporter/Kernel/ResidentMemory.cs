using System.Collections.Concurrent;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Kernel;

/// <summary>
/// Resident memory of running domains: libvirt's value if it is new, else that of the confirmed process, else libvirt's last value.
/// Thread-safe.
/// </summary>
internal sealed class ResidentMemory(QemuProcesses processes, SteadyClock clock)
{
    // The reflexes run each second: libvirt's value since the last run is new.
    private static readonly TimeSpan NewAge = TimeSpan.FromSeconds(1);

    // Longer than the interval of full looks plus the read after it.
    private static readonly TimeSpan OldestAge = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Guid, (long Kib, Moment At)> _told = [];

    /// <summary>Records libvirt's value; null: it has none.</summary>
    public void Note(Guid uuid, long? kib)
    {
        if (kib is { } told)
            _told[uuid] = (told, clock.Now);
    }

    /// <summary>In KiB; null when it is unknown, or the last value is too old.</summary>
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

    /// <summary>Whether each domain's memory can be read from its process, so that libvirt need not be asked.</summary>
    public bool IsSeenInProcesses(IEnumerable<Guid> domains) => domains.All(uuid => processes.ReadMemory(uuid)?.ResidentKib is not null);

    /// <summary>Drops the values of domains that are gone.</summary>
    public void Keep(IReadOnlySet<Guid> active)
    {
        foreach (var uuid in _told.Keys.Where(uuid => !active.Contains(uuid)))
            _told.TryRemove(uuid, out _);
    }
}

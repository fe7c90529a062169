using BalloonExporter.Core.Model;

namespace BalloonExporter.Tracking;

/// <summary>Cached facts of running domains, until they may have changed. Thread-safe: one lock, inside which only <see cref="Instances"/> is called.</summary>
internal sealed class FactsCache(Instances instances, SteadyClock clock)
{
    // A statistics period changed by another program raises no event.
    private static readonly TimeSpan DoubtedAge = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Cached> _facts = [];

    /// <summary>Cached facts; null when the XML has to be read.</summary>
    public DomainFacts? Of(Guid uuid)
    {
        lock (_lock)
        {
            if (!_facts.TryGetValue(uuid, out var cached) || (cached.Doubted && clock.Now - cached.ReadAt > DoubtedAge))
                return null;
            // A guest that reboots within its instance has the same XML.
            var since = instances.RunningSince(uuid);
            if (cached.Facts.RunningSince != since)
                cached.Facts = cached.Facts with { RunningSince = since };
            return cached.Facts;
        }
    }

    /// <summary>Stores facts just read.</summary>
    /// <returns>The facts, completed with data of the instance.</returns>
    public DomainFacts Remember(Guid uuid, string name, DomainFacts facts)
    {
        lock (_lock)
        {
            facts = instances.Complete(uuid, name, facts);
            _facts[uuid] = new Cached { Facts = facts, ReadAt = clock.Now };
            return facts;
        }
    }

    /// <summary>Records whether the guest's data contradict its facts: then they are read again soon.</summary>
    public void Doubt(Guid uuid, bool doubted)
    {
        lock (_lock)
        {
            if (_facts.TryGetValue(uuid, out var cached))
                cached.Doubted = doubted;
        }
    }

    /// <summary>Causes the XML of a domain to be read again.</summary>
    public void Forget(Guid uuid)
    {
        lock (_lock)
            _facts.Remove(uuid);
    }

    /// <summary>Causes the XML of all domains to be read again.</summary>
    public void ForgetAll()
    {
        lock (_lock)
            _facts.Clear();
    }

    /// <summary>Drops the facts of domains that do not run.</summary>
    public void Keep(IReadOnlySet<Guid> active)
    {
        lock (_lock)
        {
            foreach (var uuid in _facts.Keys.Where(uuid => !active.Contains(uuid)).ToList())
                _facts.Remove(uuid);
        }
    }

    private sealed class Cached
    {
        public required DomainFacts Facts { get; set; }

        public required Moment ReadAt { get; init; }

        public bool Doubted { get; set; }
    }
}

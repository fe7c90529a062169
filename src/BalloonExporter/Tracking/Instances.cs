using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Kernel;
using BalloonExporter.Options;

namespace BalloonExporter.Tracking;

/// <summary>
/// Start time of each domain's instance, and its setting at the start. Thread-safe: one lock; only <see cref="FactsCache"/> holds its own
/// lock around it.
/// </summary>
internal sealed class Instances(QemuProcesses processes, ExporterOptions options, SteadyClock clock)
{
    // The start event arrives shortly after the process starts; boot time is known in whole seconds.
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Instance> _instances = [];

    /// <summary>Start or last reboot of a domain's instance; null when no instance is known.</summary>
    public Moment? RunningSince(Guid uuid)
    {
        lock (_lock)
            return _instances.GetValueOrDefault(uuid)?.RunningSince;
    }

    /// <summary>A moment at which an instance that was found running was certainly running. Returned once; null afterwards, or when unknown.</summary>
    public Moment? TakeFoundSince(Guid uuid)
    {
        lock (_lock)
        {
            if (_instances.GetValueOrDefault(uuid) is not { FoundSince: { } since } instance)
                return null;
            instance.FoundSince = null;
            return since;
        }
    }

    /// <summary>Completes facts just read with data of the instance. An unknown instance was found running.</summary>
    public DomainFacts Complete(Guid uuid, string name, DomainFacts facts)
    {
        lock (_lock)
        {
            if (!_instances.TryGetValue(uuid, out var instance))
            {
                var startedAt = processes.StartedAt(uuid);
                // If the process cannot be found the domain counts as just started, which only costs a grace period.
                _instances[uuid] = instance = new Instance { RunningSince = startedAt ?? clock.Now, FoundSince = startedAt - ClockError };
            }

            // The first look at an instance shows its setting at the start; later changes take effect with the next start.
            instance.StartedEnabled ??= OptOut.StartedEnabled(facts, name, options.Limits);
            return facts with { RunningSince = instance.RunningSince, StartedEnabled = instance.StartedEnabled };
        }
    }

    /// <summary>An instance started.</summary>
    public void Started(Guid uuid)
    {
        lock (_lock)
            _instances[uuid] = new Instance { RunningSince = clock.Now };
    }

    /// <summary>The guest rebooted within its instance.</summary>
    public void Rebooted(Guid uuid)
    {
        lock (_lock)
        {
            if (_instances.TryGetValue(uuid, out var instance))
                instance.RunningSince = clock.Now;
        }
    }

    /// <summary>An instance ended.</summary>
    public void Stopped(Guid uuid)
    {
        lock (_lock)
            _instances.Remove(uuid);
    }

    /// <summary>Finds the domains that have another instance than before, after events were missed.</summary>
    public IReadOnlyList<Guid> FindRestarted()
    {
        lock (_lock)
        {
            var restarted = new List<Guid>();
            foreach (var (uuid, instance) in _instances.ToList())
            {
                var since = processes.StartedAt(uuid) ?? clock.Now;
                if (since <= instance.RunningSince + ClockError)
                    continue;
                _instances[uuid] = new Instance { RunningSince = since };
                restarted.Add(uuid);
            }

            return restarted;
        }
    }

    /// <summary>Drops the instances of domains that do not run.</summary>
    public void Keep(IReadOnlySet<Guid> active)
    {
        lock (_lock)
        {
            foreach (var uuid in _instances.Keys.Where(uuid => !active.Contains(uuid)).ToList())
                _instances.Remove(uuid);
        }
    }

    private sealed class Instance
    {
        public required Moment RunningSince { get; set; }

        public Moment? FoundSince { get; set; }

        public bool? StartedEnabled { get; set; }
    }
}

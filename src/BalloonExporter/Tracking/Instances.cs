using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Kernel;
using BalloonExporter.Options;

namespace BalloonExporter.Tracking;

/// <summary>Since when each domain's instance runs, and what it was started with. Thread-safe: one lock, of which only <see cref="FactsCache"/> is outside.</summary>
internal sealed class Instances(QemuProcesses processes, ExporterOptions options, SteadyClock clock)
{
    // The event of a start comes a little after the process; boot time is known in whole seconds.
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Instance> _instances = [];

    /// <summary>Since when a domain's instance runs, or since it was rebooted; null when none is known to run.</summary>
    public Moment? RunningSince(Guid uuid)
    {
        lock (_lock)
            return _instances.GetValueOrDefault(uuid)?.RunningSince;
    }

    /// <summary>Since when an instance that was found running certainly runs. Told once; null when it was told, or is not known.</summary>
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

    /// <summary>Completes facts just read with what is known of the instance. One that is not known yet was found running.</summary>
    public DomainFacts Complete(Guid uuid, string name, DomainFacts facts)
    {
        lock (_lock)
        {
            if (!_instances.TryGetValue(uuid, out var instance))
            {
                var startedAt = processes.StartedAt(uuid);
                // Where the process cannot be found the domain counts as just started: that costs a while of grace and nothing else.
                _instances[uuid] = instance = new Instance { RunningSince = startedAt ?? clock.Now, FoundSince = startedAt - ClockError };
            }

            // The first look at an instance tells what it was started with; what changes later waits for its next start.
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

    /// <summary>Finds, after events were missed, the domains whose instance is another one than before.</summary>
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

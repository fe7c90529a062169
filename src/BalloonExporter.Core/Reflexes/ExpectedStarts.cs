using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Domains that are about to start or to arrive, as libvirt's hook tells, and whether some have started since the last look. Thread-safe;
/// holds no clock.
/// </summary>
public sealed class ExpectedStarts(Limits limits)
{
    /// <summary>Domains that can be expected at once. More are a mistake of the caller.</summary>
    public const int Most = 1000;

    // libvirt holds a domain's lock from its hook until the domain runs. A healthy start takes less.
    private static readonly TimeSpan UnderWayTime = TimeSpan.FromSeconds(5);

    // The start of a process is known in whole seconds.
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Start> _expected = [];
    private readonly Dictionary<Guid, (long MemoryKib, Moment Until)> _owed = [];
    private bool _started;
    private long _announced;

    /// <summary>Announcements so far.</summary>
    public long Announced => Interlocked.Read(ref _announced);

    /// <summary>Notes that a domain is about to start. A second call for the same domain replaces the first.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="memoryKib">The memory it will be started with.</param>
    /// <param name="now">The current moment.</param>
    /// <returns>What is expected; null when too many are expected already.</returns>
    public ExpectedStart? Expect(Guid uuid, long memoryKib, Moment now)
    {
        lock (_lock)
        {
            Expire(now);
            var isNew = !_expected.ContainsKey(uuid);
            if (isNew && _expected.Count >= Most)
                return null;
            _announced++;
            var until = now + limits.StartTime;
            _expected[uuid] = new Start(memoryKib, now, until, HasStarted: false);
            return new ExpectedStart((long)(memoryKib * limits.StartShare), until, isNew);
        }
    }

    /// <summary>Notes that a domain will be owed all of this from its next start on: room for the whole is made.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="memoryKib">What it is owed beyond what it occupies now.</param>
    /// <param name="now">The current moment.</param>
    public void Owe(Guid uuid, long memoryKib, Moment now)
    {
        lock (_lock)
            _owed[uuid] = (memoryKib, now + limits.StartTime);
    }

    /// <summary>Notes that nothing is owed to a domain after all.</summary>
    public void Forget(Guid uuid)
    {
        lock (_lock)
            _owed.Remove(uuid);
    }

    /// <summary>Notes that a domain has started. Its room is kept until the domain is seen.</summary>
    public void Started(Guid uuid)
    {
        lock (_lock)
        {
            if (_expected.TryGetValue(uuid, out var start))
                _expected[uuid] = start with { HasStarted = true };
            _owed.Remove(uuid);
            _started = true;
        }
    }

    /// <summary>Notes that a domain was seen running: when it started after it was announced, what it has touched is seen from now on.</summary>
    public void Seen(Guid uuid, Moment? runningSince)
    {
        lock (_lock)
        {
            if (_expected.TryGetValue(uuid, out var start) && runningSince > start.AnnouncedAt - ClockError)
                _expected.Remove(uuid);
        }
    }

    /// <summary>Whether a domain has started since the last call.</summary>
    public bool TakeStarted()
    {
        lock (_lock)
        {
            var started = _started;
            _started = false;
            return started;
        }
    }

    /// <summary>Whether libvirt is starting a domain now: asking about that domain, or about all, would wait for it.</summary>
    public bool IsUnderWay(Moment now)
    {
        lock (_lock)
            return _expected.Values.Any(start => !start.HasStarted && now - start.AnnouncedAt < UnderWayTime);
    }

    /// <summary>Number of expected domains.</summary>
    public int Count(Moment now)
    {
        lock (_lock)
        {
            Expire(now);
            return _expected.Count;
        }
    }

    /// <summary>Memory that the domains about to start are expected to touch, in KiB.</summary>
    public long ExpectedKib(Moment now)
    {
        lock (_lock)
        {
            Expire(now);
            return (long)(_expected.Values.Sum(start => (double)start.MemoryKib) * limits.StartShare) + _owed.Values.Sum(owed => owed.MemoryKib);
        }
    }

    private void Expire(Moment now)
    {
        foreach (var uuid in _expected.Where(start => start.Value.Until <= now).Select(start => start.Key).ToList())
            _expected.Remove(uuid);
        foreach (var uuid in _owed.Where(owed => owed.Value.Until <= now).Select(owed => owed.Key).ToList())
            _owed.Remove(uuid);
    }

    private sealed record Start(long MemoryKib, Moment AnnouncedAt, Moment Until, bool HasStarted);
}

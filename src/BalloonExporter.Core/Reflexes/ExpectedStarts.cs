using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Domains that are about to start, as libvirt's hook tells, and whether some have started since the last look. Thread-safe; holds no clock.
/// </summary>
public sealed class ExpectedStarts(Limits limits)
{
    // More at once are a mistake of the caller.
    private const int Most = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, (long MemoryKib, Moment Until)> _expected = [];
    private bool _started;

    /// <summary>Notes that a domain is about to start. A second call for the same domain replaces the first.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="memoryKib">The memory it will be started with.</param>
    /// <param name="now">The current moment.</param>
    /// <returns>Until when room is kept for it; null when too many are expected already.</returns>
    public Moment? Expect(Guid uuid, long memoryKib, Moment now)
    {
        lock (_lock)
        {
            Expire(now);
            if (_expected.Count >= Most && !_expected.ContainsKey(uuid))
                return null;
            var until = now + limits.StartTime;
            _expected[uuid] = (memoryKib, until);
            return until;
        }
    }

    /// <summary>Notes that a domain has started: from now on what it has touched is seen.</summary>
    public void Started(Guid uuid)
    {
        lock (_lock)
        {
            _expected.Remove(uuid);
            _started = true;
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

    /// <summary>Memory that the domains about to start are expected to touch, in KiB.</summary>
    public long ExpectedKib(Moment now)
    {
        lock (_lock)
        {
            Expire(now);
            return (long)(_expected.Values.Sum(start => (double)start.MemoryKib) * limits.StartShare);
        }
    }

    private void Expire(Moment now)
    {
        foreach (var uuid in _expected.Where(start => start.Value.Until <= now).Select(start => start.Key).ToList())
            _expected.Remove(uuid);
    }
}

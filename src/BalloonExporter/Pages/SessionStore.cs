using System.Buffers.Text;
using System.Security.Cryptography;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Pages;

/// <summary>Sessions of browsers, in memory: a restart of the exporter ends them. Thread-safe.</summary>
/// <typeparam name="T">What a session was begun with.</typeparam>
internal sealed class SessionStore<T>(SteadyClock clock)
    where T : class
{
    private const int IdBytes = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _sessions = new(StringComparer.Ordinal);
    // In the order in which they began.
    private readonly Queue<string> _opened = new();

    /// <summary>Begins a session.</summary>
    /// <returns>Its id: 256 random bits, for the cookie.</returns>
    public string Open(T session)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        lock (_lock)
        {
            while (_opened.TryPeek(out var oldest) && (_opened.Count >= SessionLimits.Most || !_sessions.TryGetValue(oldest, out var entry) || IsOver(entry)))
                _sessions.Remove(_opened.Dequeue());
            _sessions[id] = new Entry(session, clock.Now, clock.Now);
            _opened.Enqueue(id);
        }

        return id;
    }

    /// <summary>The session with an id; null: there is none, it is over, or it is not for this.</summary>
    /// <param name="id">The cookie's value.</param>
    /// <param name="isUsed">Whether a person asked: what a script does by itself keeps no session alive.</param>
    /// <param name="isFor">Whether it is for what is asked.</param>
    public T? Find(string id, bool isUsed, Func<T, bool> isFor)
    {
        lock (_lock)
        {
            if (!_sessions.TryGetValue(id, out var entry) || !isFor(entry.Session))
                return null;
            if (IsOver(entry))
            {
                _sessions.Remove(id);
                return null;
            }

            if (isUsed)
                _sessions[id] = entry with { SeenAt = clock.Now };
            return entry.Session;
        }
    }

    /// <summary>Ends a session.</summary>
    public void Close(string id)
    {
        lock (_lock)
            _sessions.Remove(id);
    }

    private bool IsOver(Entry entry) => clock.Now - entry.SeenAt >= SessionLimits.Idle || clock.Now - entry.OpenedAt >= SessionLimits.Longest;

    private sealed record Entry(T Session, Moment OpenedAt, Moment SeenAt);
}

/// <summary>How many sessions there are, and how long they last.</summary>
internal static class SessionLimits
{
    /// <summary>More end the oldest.</summary>
    public const int Most = 10_000;

    /// <summary>A session that is not used ends after this.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    /// <summary>A session ends after this however much it is used.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);
}

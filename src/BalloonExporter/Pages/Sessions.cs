using System.Buffers.Text;
using System.Security.Cryptography;
using BalloonExporter.Core.Model;
using BalloonExporter.Links;

namespace BalloonExporter.Pages;

/// <summary>The sessions of customers, in memory: a restart of the exporter ends them. Thread-safe.</summary>
internal sealed class Sessions(SteadyClock clock)
{
    /// <summary>More end the oldest.</summary>
    public const int Most = 10_000;

    /// <summary>A session that is not used ends after this.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    /// <summary>A session ends after this however much it is used.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    private const int IdBytes = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    // In the order in which they began.
    private readonly Queue<string> _opened = new();

    /// <summary>Begins a session.</summary>
    /// <returns>Its id: 256 random bits, for the cookie.</returns>
    public string Open(Link link)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        lock (_lock)
        {
            while (_opened.TryPeek(out var oldest) && (_opened.Count >= Most || !_sessions.TryGetValue(oldest, out var session) || IsOver(session)))
                _sessions.Remove(_opened.Dequeue());
            _sessions[id] = new Session(link, clock.Now, clock.Now);
            _opened.Enqueue(id);
        }

        return id;
    }

    /// <summary>The session for a domain; null: there is none, or it is over.</summary>
    /// <param name="id">The cookie's value.</param>
    /// <param name="domain">The domain of the page.</param>
    /// <param name="isUsed">Whether a person asked: what a script does by itself keeps no session alive.</param>
    public Session? Find(string id, Guid domain, bool isUsed)
    {
        lock (_lock)
        {
            if (!_sessions.TryGetValue(id, out var session) || session.Link.Domain != domain)
                return null;
            if (IsOver(session))
            {
                _sessions.Remove(id);
                return null;
            }

            return isUsed ? _sessions[id] = session with { SeenAt = clock.Now } : session;
        }
    }

    /// <summary>Ends a session.</summary>
    public void Close(string id)
    {
        lock (_lock)
            _sessions.Remove(id);
    }

    private bool IsOver(Session session) => clock.Now - session.SeenAt >= Idle || clock.Now - session.OpenedAt >= Longest;
}

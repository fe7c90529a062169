using BalloonExporter.Core.Model;

namespace BalloonExporter.Links;

/// <summary>The links that were opened, until they expire: each opens the page once. Thread-safe.</summary>
/// <remarks>
/// A link in a proxy's log, or in a browser's history, is worthless. What was opened before this process started is not known, so links issued
/// before that are void.
/// </remarks>
internal sealed class UsedLinks(SteadyClock clock)
{
    /// <summary>Only links that the panel signed get here; more than this within five minutes are no customers.</summary>
    public const int Most = 100_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    // iat has whole seconds.
    private readonly DateTimeOffset _startedAt = clock.WallTime.AddSeconds(-1);
    private Moment _forgottenAt = clock.Now;

    /// <summary>Marks it as used.</summary>
    /// <returns>Why it cannot be; null: it could.</returns>
    public string? Use(Link link)
    {
        if (link.IssuedAt < _startedAt)
            return "it was issued before this exporter started";
        lock (_lock)
        {
            ForgetExpired();
            if (_used.Count >= Most)
                return "too many links were opened within a few minutes";
            return _used.TryAdd(link.Id, link.ExpiresAt + LinkRules.Skew) ? null : "it was used before";
        }
    }

    private void ForgetExpired()
    {
        if (clock.Now - _forgottenAt < Interval)
            return;
        _forgottenAt = clock.Now;
        var now = clock.WallTime;
        foreach (var (id, _) in _used.Where(used => used.Value < now).ToList())
            _used.Remove(id);
    }
}

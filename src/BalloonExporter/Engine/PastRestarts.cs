using BalloonExporter.Core.Restarts;

namespace BalloonExporter.Engine;

/// <summary>Restarts that are over, for callers that ask how they ended and for the history of a server. Bounded; not thread-safe.</summary>
internal sealed class PastRestarts
{
    /// <summary>How many are kept of one domain.</summary>
    public const int MostOfDomain = 20;

    private const int MostDomains = 1000;

    // The newest first.
    private readonly Dictionary<Guid, List<Restart>> _domains = [];

    /// <summary>Those of a domain, the newest first.</summary>
    public IReadOnlyList<Restart> Of(Guid uuid) => _domains.GetValueOrDefault(uuid) ?? [];

    /// <summary>The newest of a domain; null without any.</summary>
    public Restart? LastOf(Guid uuid) => Of(uuid) is [var last, ..] ? last : null;

    /// <summary>Adds one; the oldest make room.</summary>
    public void Add(Restart restart)
    {
        if (!_domains.TryGetValue(restart.Uuid, out var restarts))
        {
            if (_domains.Count >= MostDomains)
                _domains.Remove(_domains.MinBy(domain => domain.Value[0].Since).Key);
            _domains[restart.Uuid] = restarts = [];
        }

        restarts.Insert(0, restart);
        if (restarts.Count > MostOfDomain)
            restarts.RemoveAt(MostOfDomain);
    }
}

using System.Diagnostics.CodeAnalysis;

namespace BalloonExporter.Core.Model;

/// <summary>At most one request for each domain: the one that <see cref="RequestOrder"/> lets count. Not thread-safe; holds no clock.</summary>
/// <typeparam name="T">A request, or what comes with one.</typeparam>
/// <param name="requestOf">The request.</param>
public sealed class NewestPerDomain<T>(Func<T, BalloonRequest> requestOf)
    where T : class
{
    private readonly Dictionary<Guid, T> _newest = [];

    /// <summary>How many domains there is a request for.</summary>
    public int Count => _newest.Count;

    /// <summary>Whether there is a request for a domain.</summary>
    public bool Contains(Guid uuid) => _newest.ContainsKey(uuid);

    /// <summary>Adds a request.</summary>
    /// <param name="item">The request.</param>
    /// <param name="now">The moment.</param>
    /// <param name="superseded">Which of two for one domain does not count: the one that was there, or this one.</param>
    /// <returns>Whether there were two.</returns>
    public bool Add(T item, Moment now, [NotNullWhen(true)] out T? superseded)
    {
        var request = requestOf(item);
        superseded = null;
        if (_newest.TryGetValue(request.Uuid, out var other))
            superseded = request.Supersedes(requestOf(other), now) ? other : item;
        if (superseded != item)
            _newest[request.Uuid] = item;
        return superseded is not null;
    }

    /// <summary>Takes out all that count.</summary>
    public IReadOnlyList<T> TakeAll()
    {
        var all = _newest.Values.ToList();
        _newest.Clear();
        return all;
    }
}

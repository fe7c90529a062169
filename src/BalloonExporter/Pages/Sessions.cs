using BalloonExporter.Core.Model;
using BalloonExporter.Links;

namespace BalloonExporter.Pages;

/// <summary>The sessions of customers: each is for one domain. Thread-safe.</summary>
internal sealed class Sessions(SteadyClock clock)
{
    private readonly SessionStore<Session> _store = new(clock);

    /// <inheritdoc cref="SessionStore{T}.Open"/>
    public string Open(Link link) => _store.Open(new Session(link));

    /// <summary>The session for a domain; null: there is none, or it is over.</summary>
    /// <param name="id">The cookie's value.</param>
    /// <param name="domain">The domain of the page.</param>
    /// <param name="isUsed">Whether a person asked: what a script does by itself keeps no session alive.</param>
    public Session? Find(string id, Guid domain, bool isUsed) => _store.Find(id, isUsed, session => session.Link.Domain == domain);

    /// <inheritdoc cref="SessionStore{T}.Close"/>
    public void Close(string id) => _store.Close(id);
}

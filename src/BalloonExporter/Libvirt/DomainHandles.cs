using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>The domains of one connection by UUID, looked up once. Thread-safe.</summary>
internal sealed class DomainHandles(LibvirtConnection connection) : IDisposable
{
    private readonly Lock _lock = new();
    private Dictionary<Guid, LibvirtDomain> _domains = [];

    /// <summary>Handles of some domains; those that are gone are missing.</summary>
    /// <param name="kept">The handles of all others are released.</param>
    /// <param name="uuids">Those wanted; all of them are kept.</param>
    public IReadOnlyCollection<LibvirtDomain> Of(IReadOnlyCollection<Guid> kept, IReadOnlyCollection<Guid> uuids)
    {
        lock (_lock)
        {
            var held = new Dictionary<Guid, LibvirtDomain>(kept.Count);
            foreach (var uuid in kept)
            {
                if (_domains.Remove(uuid, out var known))
                    held[uuid] = known;
            }

            foreach (var found in DomainLookup.Find(connection, [.. uuids.Where(uuid => !held.ContainsKey(uuid))]))
                held[found.Uuid] = found;
            foreach (var old in _domains.Values)
                old.Dispose();
            _domains = held;
            return [.. uuids.Select(uuid => held.GetValueOrDefault(uuid)).OfType<LibvirtDomain>()];
        }
    }

    /// <summary>Handles of those of these domains that are cached. All others stay cached.</summary>
    public IReadOnlyCollection<LibvirtDomain> Known(IReadOnlyCollection<Guid> uuids)
    {
        lock (_lock)
            return [.. uuids.Select(uuid => _domains.GetValueOrDefault(uuid)).OfType<LibvirtDomain>()];
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var domain in _domains.Values)
                domain.Dispose();
            _domains.Clear();
        }
    }
}

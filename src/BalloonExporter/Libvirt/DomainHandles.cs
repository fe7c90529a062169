using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>The domains of one connection by UUID, looked up once. Thread-safe.</summary>
internal sealed class DomainHandles(LibvirtConnection connection) : IDisposable
{
    private readonly Lock _lock = new();
    private Dictionary<Guid, LibvirtDomain> _domains = [];

    /// <summary>Handles of these domains; those that are gone are missing. Releases the handles of all others.</summary>
    public IReadOnlyCollection<LibvirtDomain> Of(IReadOnlyCollection<Guid> uuids)
    {
        lock (_lock)
        {
            var wanted = new Dictionary<Guid, LibvirtDomain>(uuids.Count);
            var unknown = new List<Guid>();
            foreach (var uuid in uuids)
            {
                if (_domains.Remove(uuid, out var known))
                    wanted[uuid] = known;
                else
                    unknown.Add(uuid);
            }

            foreach (var found in DomainLookup.Find(connection, unknown))
                wanted[found.Uuid] = found;
            foreach (var old in _domains.Values)
                old.Dispose();
            _domains = wanted;
            return [.. wanted.Values];
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

using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Holds the wishes of the domains that a test puts in.</summary>
internal sealed class FakeDomainWishes : IDomainWishes
{
    private readonly Dictionary<Guid, StoredDomain> _domains = [];

    /// <summary>What libvirt says instead of an answer.</summary>
    public string? Error { get; set; }

    public StoredDomain? this[Guid uuid] => _domains.GetValueOrDefault(uuid);

    public void Add(StoredDomain domain) => _domains[domain.Uuid] = domain;

    public Task<WishAnswer> ReadAsync(Guid uuid, CancellationToken cancellation) =>
        Task.FromResult(new WishAnswer(Error is null ? this[uuid] : null, Error));

    public Task<WishAnswer> StoreAsync(Guid uuid, DomainWish wish, CancellationToken cancellation)
    {
        if (Error is null && this[uuid] is { } domain)
            _domains[uuid] = domain with { Facts = domain.Facts with { NextWish = wish == new DomainWish() ? null : wish } };
        return ReadAsync(uuid, cancellation);
    }
}

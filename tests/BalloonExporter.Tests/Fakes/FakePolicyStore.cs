using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Holds the policies of the domains that a test puts in.</summary>
internal sealed class FakePolicyStore : IPolicyStore
{
    private readonly Dictionary<Guid, StoredDomain> _domains = [];

    /// <summary>What libvirt says instead of an answer.</summary>
    public string? Error { get; set; }

    public StoredDomain? this[Guid uuid] => _domains.GetValueOrDefault(uuid);

    public void Add(StoredDomain domain) => _domains[domain.Uuid] = domain;

    public Task<PolicyAnswer> ReadAsync(Guid uuid, CancellationToken cancellation) =>
        Task.FromResult(new PolicyAnswer(Error is null ? this[uuid] : null, Error));

    public Task<PolicyAnswer> ChangeAsync(Guid uuid, Func<StoredDomain, PolicySpec?> change, CancellationToken cancellation)
    {
        if (Error is null && this[uuid] is { } domain && change(domain) is { } spec)
            _domains[uuid] = domain with { Facts = domain.Facts with { NextPolicy = spec == new PolicySpec() ? null : spec } };
        return ReadAsync(uuid, cancellation);
    }
}

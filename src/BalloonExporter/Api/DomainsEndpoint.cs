using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BalloonExporter.Api;

/// <summary><c>/api/v1/domains</c>.</summary>
internal sealed class DomainsEndpoint(SharedReader reader, MovementLedger ledger, Limits limits, SteadyClock clock)
{
    public const string Path = "/api/v1/domains";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Every running domain, read now</summary>
    /// <response code="200">By name.</response>
    /// <response code="503">libvirt cannot be reached.</response>
    public async Task<Results<Ok<DomainList>, Refusal>> GetAsync(CancellationToken aborted)
    {
        var snapshot = await reader.ReadAsync(Patience, aborted);
        return snapshot.LibvirtUp ? TypedResults.Ok(Of(snapshot)) : new Refusal(StatusCodes.Status503ServiceUnavailable, "libvirt cannot be reached");
    }

    /// <summary>The domains of a host that was just read, by name.</summary>
    public DomainList Of(HostSnapshot snapshot) => new(
    [
        .. snapshot.Domains.Where(domain => !domain.Excluded)
            .OrderBy(domain => domain.Name, StringComparer.Ordinal)
            .Select(domain => DomainEntry.Of(domain, limits, clock, ledger)),
    ]);
}

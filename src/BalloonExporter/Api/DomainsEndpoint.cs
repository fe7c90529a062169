using System.Text.Json.Serialization;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Api;

/// <summary><c>GET /api/v1/domains</c>: every running domain as the exporter sees it now, and what it may do with it.</summary>
internal sealed class DomainsEndpoint(SharedReader reader, MovementLedger ledger, Limits limits, SteadyClock clock)
{
    public const string Path = "/api/v1/domains";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task GetAsync(HttpContext context)
    {
        var snapshot = await reader.ReadAsync(Patience, context.RequestAborted);
        if (!snapshot.LibvirtUp)
        {
            await ApiError.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "libvirt cannot be reached");
            return;
        }

        var domains = snapshot.Domains.Where(domain => !domain.Excluded)
            .OrderBy(domain => domain.Name, StringComparer.Ordinal)
            .Select(domain => DomainEntry.Of(domain, limits, clock, ledger.Of(domain.Uuid)));
        await context.Response.WriteAsJsonAsync(new DomainList([.. domains]), DomainsJson.Default.DomainList);
    }
}

/// <summary>The answer.</summary>
internal sealed record DomainList(IReadOnlyList<DomainEntry> Domains);

/// <summary>One domain. Sizes are bytes; what is not known is left out.</summary>
internal sealed record DomainEntry(string Uuid, string Name, string State, bool Managed)
{
    /// <summary>Why it is not managed.</summary>
    public string? UnmanagedReason { get; init; }

    public required DomainMemoryEntry Memory { get; init; }

    public DomainPolicyEntry? Policy { get; init; }

    /// <summary>Whether the next start differs from the running instance in having ballooning.</summary>
    public bool? RestartRequired { get; init; }

    /// <summary>What this process has done to it.</summary>
    public required DomainMovementsEntry Movements { get; init; }

    public static DomainEntry Of(DomainMemory domain, Limits limits, SteadyClock clock, LedgerEntry entry)
    {
        var unmanaged = ManagedState.UnmanagedReason(domain, entry, limits, clock.Now);
        return new DomainEntry(domain.UuidText, TextBounds.Cut(domain.Name), domain.State.ToLabel(), unmanaged is null)
        {
            UnmanagedReason = unmanaged?.ToLabel(),
            Memory = new DomainMemoryEntry
            {
                CurrentBytes = Kib.ToBytes(domain.CurrentKib),
                MaximumBytes = Kib.ToBytes(domain.MaximumKib),
                WorkingSetBytes = domain.StatisticsFresh == true ? Kib.ToBytes(domain.WorkingSet?.Kib) : null,
                ResidentBytes = Kib.ToBytes(domain.ResidentKib),
                UsableBytes = domain.StatisticsFresh == true ? Kib.ToBytes(domain.Guest?.UsableKib) : null,
                StatisticsFresh = domain.StatisticsFresh,
                SampledAt = domain.Guest?.LastUpdate,
            },
            Policy = EffectivePolicy.Of(domain, limits) is { } policy
                ? new DomainPolicyEntry(
                    Kib.ToBytes(policy.FloorKib), Kib.ToBytes(policy.CeilingKib), policy.Shares, policy.Enabled, policy.SwapKib > 0 ? Kib.ToBytes(policy.SwapKib) : null)
                : null,
            RestartRequired = OptOut.IsRestartRequired(domain, limits),
            Movements = new DomainMovementsEntry
            {
                TargetBytes = Kib.ToBytes(entry.TargetKib),
                TargetSetAt = entry.TargetSetAt is { } targetSetAt ? clock.WallTimeOf(targetSetAt) : null,
                LastShrinkAt = entry.LastShrinkAt is { } lastShrinkAt ? clock.WallTimeOf(lastShrinkAt) : null,
                AddedBytes = Kib.ToBytes(entry.AddedKib),
                RemovedBytes = Kib.ToBytes(entry.RemovedKib),
            },
        };
    }
}

internal sealed record DomainMemoryEntry
{
    public long? CurrentBytes { get; init; }

    public long? MaximumBytes { get; init; }

    public long? WorkingSetBytes { get; init; }

    public long? ResidentBytes { get; init; }

    public long? UsableBytes { get; init; }

    public bool? StatisticsFresh { get; init; }

    public DateTimeOffset? SampledAt { get; init; }
}

internal sealed record DomainPolicyEntry(long FloorBytes, long CeilingBytes, int Shares, bool Enabled, long? GuestSwapBytes);

internal sealed record DomainMovementsEntry
{
    public long? TargetBytes { get; init; }

    public DateTimeOffset? TargetSetAt { get; init; }

    public DateTimeOffset? LastShrinkAt { get; init; }

    public long AddedBytes { get; init; }

    public long RemovedBytes { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DomainList))]
internal sealed partial class DomainsJson : JsonSerializerContext;

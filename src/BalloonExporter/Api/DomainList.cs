using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Api;

/// <summary>Domains, as the API returns them.</summary>
internal sealed record DomainList(IReadOnlyList<DomainEntry> Domains);

/// <summary>One domain. Sizes are bytes; unknown values are left out.</summary>
internal sealed record DomainEntry
{
    /// <summary>libvirt's UUID.</summary>
    public required string Uuid { get; init; }

    /// <summary>libvirt's name.</summary>
    public required string Name { get; init; }

    /// <summary>As virsh spells it.</summary>
    public required string State { get; init; }

    /// <summary>Whether its balloon may be moved now.</summary>
    public required bool Managed { get; init; }

    /// <summary>Why it is not managed.</summary>
    [ClosedSet(typeof(DecisionReason))]
    public string? UnmanagedReason { get; init; }

    /// <summary>Its memory.</summary>
    public required DomainMemoryEntry Memory { get; init; }

    /// <summary>What applies to it.</summary>
    public DomainPolicyEntry? Policy { get; init; }

    /// <summary>Whether its next start differs in having ballooning.</summary>
    public bool? RestartRequired { get; init; }

    /// <summary>What the exporter moved.</summary>
    public required DomainMovementsEntry Movements { get; init; }

    public static DomainEntry Of(DomainMemory domain, Limits limits, SteadyClock clock, MovementLedger ledger)
    {
        var entry = ledger.Of(domain.Uuid);
        var counters = ledger.CountersOf(domain.Uuid);
        var unmanaged = ManagedState.UnmanagedReason(domain, entry, limits, clock.Now);
        var policy = EffectivePolicy.Of(domain, limits);
        var demand = domain.StatisticsFresh == true && policy is not null ? Demand.Of(domain, policy, limits) : null;
        return new DomainEntry
        {
            Uuid = domain.UuidText,
            Name = TextBounds.Cut(domain.Name),
            State = domain.State.ToLabel(),
            Managed = unmanaged is null,
            UnmanagedReason = unmanaged?.ToLabel(),
            Memory = new DomainMemoryEntry
            {
                CurrentBytes = Kib.ToBytes(domain.CurrentKib),
                MaximumBytes = Kib.ToBytes(domain.MaximumKib),
                WorkingSetBytes = domain.StatisticsFresh == true ? Kib.ToBytes(domain.WorkingSet?.Kib) : null,
                DemandBytes = Kib.ToBytes(demand?.NeedKib),
                HardFloorBytes = Kib.ToBytes(demand?.FloorKib),
                ResidentBytes = Kib.ToBytes(domain.ResidentKib),
                UsableBytes = domain.StatisticsFresh == true ? Kib.ToBytes(domain.Guest?.UsableKib) : null,
                StatisticsFresh = domain.StatisticsFresh,
                SampledAt = domain.Guest?.LastUpdate,
            },
            Policy = policy is null ? null : DomainPolicyEntry.Of(policy),
            RestartRequired = OptOut.IsRestartRequired(domain, limits),
            Movements = new DomainMovementsEntry
            {
                TargetBytes = Kib.ToBytes(entry.TargetKib),
                TargetSetAt = entry.TargetSetAt is { } targetSetAt ? clock.WallTimeOf(targetSetAt) : null,
                LastShrinkAt = entry.LastShrinkAt is { } lastShrinkAt ? clock.WallTimeOf(lastShrinkAt) : null,
                AddedBytes = Kib.ToBytes(counters.AddedKib),
                RemovedBytes = Kib.ToBytes(counters.RemovedKib),
            },
        };
    }
}

/// <summary>A domain's memory. Sizes are bytes.</summary>
internal sealed record DomainMemoryEntry
{
    /// <summary>What the balloon leaves it.</summary>
    public long? CurrentBytes { get; init; }

    /// <summary>What was sold.</summary>
    public long? MaximumBytes { get; init; }

    /// <summary>What the guest needs.</summary>
    public long? WorkingSetBytes { get; init; }

    /// <summary>What it is to have while there is enough: the plan's formula on its newest sample.</summary>
    public long? DemandBytes { get; init; }

    /// <summary>What it needs to live, with its growth until the next look.</summary>
    public long? HardFloorBytes { get; init; }

    /// <summary>What it occupies on the host.</summary>
    public long? ResidentBytes { get; init; }

    /// <summary>What the guest could still use.</summary>
    public long? UsableBytes { get; init; }

    /// <summary>Whether the guest's figures are new enough.</summary>
    public bool? StatisticsFresh { get; init; }

    /// <summary>When the guest last told them.</summary>
    public DateTimeOffset? SampledAt { get; init; }
}

/// <summary>The policy that applies to a domain. Sizes are bytes.</summary>
internal sealed record DomainPolicyEntry
{
    /// <summary>Never below.</summary>
    public required long FloorBytes { get; init; }

    /// <summary>Never above.</summary>
    public required long CeilingBytes { get; init; }

    /// <summary>Weight.</summary>
    public required int Shares { get; init; }

    /// <summary>False: opted out.</summary>
    public required bool Enabled { get; init; }

    /// <summary>What the guest is said to have as swap of its own, 0 for none; absent when nothing is said.</summary>
    public long? GuestSwapBytes { get; init; }

    public static DomainPolicyEntry Of(EffectivePolicy policy) => new()
    {
        FloorBytes = Kib.ToBytes(policy.FloorKib),
        CeilingBytes = Kib.ToBytes(policy.CeilingKib),
        Shares = policy.Shares,
        Enabled = policy.Enabled,
        GuestSwapBytes = Kib.ToBytes(policy.SwapKib),
    };
}

/// <summary>What this process has done to a domain. Sizes are bytes.</summary>
internal sealed record DomainMovementsEntry
{
    /// <summary>The last target set.</summary>
    public long? TargetBytes { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? TargetSetAt { get; init; }

    /// <summary>When memory was last taken.</summary>
    public DateTimeOffset? LastShrinkAt { get; init; }

    /// <summary>Given in all.</summary>
    public required long AddedBytes { get; init; }

    /// <summary>Taken in all.</summary>
    public required long RemovedBytes { get; init; }
}

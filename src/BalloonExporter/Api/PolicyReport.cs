using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Api;

/// <summary>Report of one domain's policy, for people or programs. Sizes of the effective policy are bytes.</summary>
internal sealed record PolicyReport
{
    /// <summary>libvirt's name of the domain.</summary>
    public required string Domain { get; init; }

    /// <summary>libvirt's UUID of the domain.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Whether it runs; paused included.</summary>
    public required bool Running { get; init; }

    /// <summary>libvirt's driver.</summary>
    public string? Driver { get; init; }

    /// <summary>Policy stored for the next start.</summary>
    public PolicySpecReport? Stored { get; init; }

    /// <summary>Policy in the running instance's metadata; absent when it does not run.</summary>
    public PolicySpecReport? Instance { get; init; }

    /// <summary>Policy in effect for the running instance; absent when unknown here.</summary>
    public EffectiveReport? Effective { get; init; }

    /// <summary>Whether the running instance was started with ballooning on.</summary>
    public bool? StartedEnabled { get; init; }

    /// <summary>Whether the next start turns ballooning on or off.</summary>
    public bool? RestartRequired { get; init; }

    /// <summary>Whether the balloon may be moved now.</summary>
    public required bool Managed { get; init; }

    /// <summary>Why not, as in <c>balloon_domain_unmanaged</c>.</summary>
    [ClosedSet(typeof(DecisionReason))]
    public string? Reason { get; init; }

    /// <summary>The reason in words.</summary>
    public string? Why { get; init; }

    /// <summary>What to do about it.</summary>
    public string? WayOut { get; init; }

    /// <summary>The report of a domain as stored, and as running if it was just read.</summary>
    /// <param name="stored">The domain in libvirt.</param>
    /// <param name="seen">The running domain as just read. Null: only the stored domain is reported.</param>
    /// <param name="entry">State kept for it by this process.</param>
    /// <param name="limits">The constants, including the operator's policies.</param>
    /// <param name="now">The current moment.</param>
    public static PolicyReport Of(StoredDomain stored, DomainMemory? seen, LedgerEntry entry, Limits limits, Moment now)
    {
        var facts = stored.Facts with { StartedEnabled = seen?.Facts.StartedEnabled ?? OptOut.StartedEnabled(stored.Facts, stored.Name, limits) };
        var domain = seen is null
            ? new DomainMemory { Uuid = stored.Uuid, Name = stored.Name, State = stored.IsActive ? DomainState.Running : DomainState.ShutOff, Facts = facts }
            : seen with { Facts = facts with { RunningSince = seen.Facts.RunningSince } };
        // Without a read of the running domain its statistics are no reason.
        var reason = seen is null ? Eligibility.ReasonInDefinition(domain, limits) : ManagedState.UnmanagedReason(domain, entry, limits, now);
        var remedy = reason is { } why ? Remedy.Of(why) : null;
        return new PolicyReport
        {
            Domain = stored.Name,
            Uuid = stored.Uuid,
            Running = stored.IsActive,
            Driver = facts.Driver,
            Stored = PolicySpecReport.Of(facts.NextPolicy),
            Instance = stored.IsActive ? PolicySpecReport.Of(facts.Policy) : null,
            Effective = seen is null || EffectivePolicy.Of(domain, limits) is not { } policy ? null : EffectiveReport.Of(policy),
            StartedEnabled = stored.IsActive ? facts.StartedEnabled : null,
            RestartRequired = stored.IsActive ? OptOut.IsRestartRequired(domain, limits) : null,
            Managed = reason is null,
            Reason = reason?.ToLabel(),
            Why = remedy?.Why,
            WayOut = remedy?.WayOut,
        };
    }
}

/// <summary>A policy in its own words; what is not said is absent.</summary>
internal sealed record PolicySpecReport
{
    /// <summary>Whether the balloon may be moved.</summary>
    public bool? Enabled { get; init; }

    /// <summary>A size or a share of the maximum.</summary>
    /// <example>25%</example>
    public string? Floor { get; init; }

    /// <summary>A size or a share of the maximum.</summary>
    /// <example>4GiB</example>
    public string? Ceiling { get; init; }

    /// <summary>Weight; 1000 is usual.</summary>
    public int? Shares { get; init; }

    /// <summary>What the guest is said to have as swap of its own: a size or a share of the maximum, 0 for none.</summary>
    /// <example>1GiB</example>
    public string? Swap { get; init; }

    /// <summary>Why it cannot be understood: then the domain is left alone.</summary>
    public string? Problem { get; init; }

    /// <summary>Null when there is no policy.</summary>
    public static PolicySpecReport? Of(PolicySpec? spec) => spec is null ? null : new PolicySpecReport
    {
        Enabled = spec.Enabled,
        Floor = spec.Floor?.ToString(),
        Ceiling = spec.Ceiling?.ToString(),
        Shares = spec.Shares,
        Swap = spec.Swap?.ToString(),
        Problem = spec.Problem,
    };
}

/// <summary>The policy that applies. Sizes are bytes.</summary>
internal sealed record EffectiveReport
{
    /// <summary>Whether ballooning is wanted.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Never below.</summary>
    public required long FloorBytes { get; init; }

    /// <summary>Never above.</summary>
    public required long CeilingBytes { get; init; }

    /// <summary>Weight.</summary>
    public required int Shares { get; init; }

    /// <summary>What the guest is said to have as swap of its own, 0 for none; absent when nothing is said.</summary>
    public long? GuestSwapBytes { get; init; }

    public static EffectiveReport Of(EffectivePolicy policy) => new()
    {
        Enabled = policy.Enabled,
        FloorBytes = Kib.ToBytes(policy.FloorKib),
        CeilingBytes = Kib.ToBytes(policy.CeilingKib),
        Shares = policy.Shares,
        GuestSwapBytes = Kib.ToBytes(policy.SwapKib),
    };
}

using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>All inputs of one decision. Sizes are KiB.</summary>
public sealed record DecisionContext
{
    /// <summary>The request.</summary>
    public required BalloonRequest Request { get; init; }

    /// <summary>The domain as just read; null when no such domain runs on this host.</summary>
    public required DomainMemory? Domain { get; init; }

    /// <summary>The policy in effect; null when the domain's maximum is unknown.</summary>
    public required EffectivePolicy? Policy { get; init; }

    /// <summary>The host's memory as just read; null when it could not be read.</summary>
    public required HostMemory? Host { get; init; }

    /// <summary>State kept for this domain.</summary>
    public LedgerEntry Entry { get; init; } = LedgerEntry.Empty;

    /// <summary>Recent activity on all domains.</summary>
    public RecentActivity Activity { get; init; } = RecentActivity.None;

    /// <summary>The constants.</summary>
    public required Limits Limits { get; init; }

    /// <summary>The current moment.</summary>
    public required Moment Now { get; init; }

    /// <summary>The balloon's target under way, or its size; null when unknown.</summary>
    public long? InForceKib => Domain is null ? null : Entry.InForceKib(Domain);

    /// <summary>Refuses this request.</summary>
    public Decision Refuse(DecisionReason reason) => Decision.Refuse(reason, Domain?.CurrentKib);
}

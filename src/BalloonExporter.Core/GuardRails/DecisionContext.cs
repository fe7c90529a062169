using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>All that one decision rests on. Sizes are KiB.</summary>
public sealed record DecisionContext
{
    /// <summary>Which domain shall have how much.</summary>
    public required BalloonRequest Request { get; init; }

    /// <summary>The domain as just read; null when no such domain runs here.</summary>
    public required DomainMemory? Domain { get; init; }

    /// <summary>The domain's floor and ceiling; null when its maximum is not known.</summary>
    public required EffectivePolicy? Policy { get; init; }

    /// <summary>The host's memory as just read; null when it could not be read.</summary>
    public required HostMemory? Host { get; init; }

    /// <summary>What was set, granted and taken for this domain.</summary>
    public LedgerEntry Entry { get; init; } = LedgerEntry.Empty;

    /// <summary>What was done to all domains of late.</summary>
    public RecentActivity Activity { get; init; } = RecentActivity.None;

    /// <summary>The constants.</summary>
    public required Limits Limits { get; init; }

    /// <summary>The moment of the decision.</summary>
    public required Moment Now { get; init; }

    /// <summary>Where the domain's balloon is, or is on its way to; null when that is not known.</summary>
    public long? InForceKib => Domain is null ? null : Entry.InForceKib(Domain);

    /// <summary>A refusal of this request.</summary>
    public Decision Refuse(DecisionReason reason) => Decision.Refuse(reason, Domain?.CurrentKib);
}

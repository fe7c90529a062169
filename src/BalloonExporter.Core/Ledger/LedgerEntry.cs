using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>State of the guard-rails for one domain.</summary>
public sealed record LedgerEntry
{
    /// <summary>No state.</summary>
    public static LedgerEntry Empty { get; } = new();

    /// <summary>The last target set.</summary>
    public long? TargetKib { get; init; }

    /// <summary>The domain's maximum when it was set; null when unknown.</summary>
    public long? TargetMaximumKib { get; init; }

    /// <summary>When it was set.</summary>
    public Moment? TargetSetAt { get; init; }

    /// <summary>When memory was last taken.</summary>
    public Moment? LastShrinkAt { get; init; }

    /// <summary>
    /// When memory was last given that no need asked for: beyond the demand, and by no rescue, which begins a cooldown. A take that is only called off gives
    /// nothing.
    /// </summary>
    public Moment? LastGrantAt { get; init; }

    /// <summary>Changes of direction that no rise of its demand explains.</summary>
    public Reversals Reversals { get; init; } = Reversals.None;

    /// <summary>Evaluation time of the last recommendation carried out.</summary>
    public Moment? LastEvaluatedAt { get; init; }

    /// <summary>The same for the newest recommendation that was not in the future.</summary>
    public Moment? LastTimelyAt { get; init; }

    /// <summary>Progress toward the last target; null once that is no longer in force.</summary>
    public TargetProgress? Progress { get; init; }

    /// <summary>Moves within the windows of the guard-rails.</summary>
    public IReadOnlyList<LedgerMovement> Recent { get; init; } = [];

    /// <summary>Expected position of the balloon; null before the first look.</summary>
    public BalloonWatch? Watch { get; init; }

    /// <summary>The last rescue for swapping; null when there was none.</summary>
    public SwapRescue? SwapRescue { get; init; }

    /// <summary>What is known of undeclared swap.</summary>
    public FoundSwap Swap { get; init; } = FoundSwap.Unknown;

    /// <summary>Whether the guest has room in swap of which nothing is stated, as far as it was found out; null: not yet.</summary>
    public bool? SwapRoomFound(Moment now) => Swap.RoomFound(now);

    /// <summary>When the guest was last rescued; null when it was not.</summary>
    public Moment? RescuedAt { get; init; }

    /// <summary>Cooldown after the last rescue; null when there was none.</summary>
    public Backoff? Cooldown { get; init; }

    /// <summary>Exclusion because the guest did not follow; null when there was none.</summary>
    public Backoff? Exclusion { get; init; }

    /// <summary>Times of recent stalls.</summary>
    public IReadOnlyList<Moment> Stalls { get; init; } = [];

    /// <summary>When the last foreign move was observed.</summary>
    public Moment? ForeignMoveAt { get; init; }

    /// <summary>Target of a balloon under way; null while it rests.</summary>
    public long? UnderWayKib => Watch?.Move?.ToKib;

    /// <summary>The balloon's target under way, or its size: it counts as being there. Null when unknown.</summary>
    public long? InForceKib(DomainMemory domain) => UnderWayKib ?? domain.CurrentKib;

    /// <summary>Recently taken memory, as observed.</summary>
    public TakeCharges Charges { get; init; } = TakeCharges.None;

    /// <summary>Granted memory that the guest has not used yet.</summary>
    public long UnseenKib { get; init; }

    /// <summary>Memory granted since a moment that the host's figures do not show yet.</summary>
    public long UnseenSinceKib(Moment since) => Math.Min(UnseenKib, GrantedSinceKib(since));

    /// <summary>Memory granted since a moment.</summary>
    public long GrantedSinceKib(Moment since) => Recent.Where(move => move.At > since).Sum(move => move.GrantedKib);

    /// <summary>Until when no plan takes memory: the guest was rescued, or given memory, a moment ago. Null: neither.</summary>
    public Moment? ShrinkBlockedUntil(Limits limits)
    {
        var paced = LastGrantAt + limits.PacingTime;
        return Cooldown?.Until is { } cool && !(paced > cool) ? cool : paced;
    }

    /// <summary>Until when recovery gives nothing back: memory was taken a moment ago. Null: it was not.</summary>
    public Moment? RecoveryBlockedUntil(Limits limits) => LastShrinkAt + limits.PacingTime;

    /// <summary>Whether memory was taken since a moment.</summary>
    public bool TookSince(Moment since) => Recent.Any(move => move.At > since && move.DeltaKib < 0);
}

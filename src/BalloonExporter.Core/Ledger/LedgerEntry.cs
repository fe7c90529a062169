using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>What is remembered of one domain.</summary>
public sealed record LedgerEntry
{
    /// <summary>Nothing remembered.</summary>
    public static LedgerEntry Empty { get; } = new();

    /// <summary>The last target set.</summary>
    public long? TargetKib { get; init; }

    /// <summary>The domain's maximum then; null when it is not known.</summary>
    public long? TargetMaximumKib { get; init; }

    /// <summary>When it was set.</summary>
    public Moment? TargetSetAt { get; init; }

    /// <summary>When memory was last taken.</summary>
    public Moment? LastShrinkAt { get; init; }

    /// <summary>Evaluation time of the last recommendation carried out.</summary>
    public Moment? LastEvaluatedAt { get; init; }

    /// <summary>The same of the newest one that was not ahead of the clock.</summary>
    public Moment? LastTimelyAt { get; init; }

    /// <summary>How far the balloon has come on its way to the last target; null once that is not in force any more.</summary>
    public TargetProgress? Progress { get; init; }

    /// <summary>Memory that was seen to be given in all.</summary>
    public long AddedKib { get; init; }

    /// <summary>Memory that was seen to be taken in all.</summary>
    public long RemovedKib { get; init; }

    /// <summary>Movements within the guard-rails' windows.</summary>
    public IReadOnlyList<LedgerMovement> Recent { get; init; } = [];

    /// <summary>Where the balloon is expected to be; null until it is first seen.</summary>
    public BalloonWatch? Watch { get; init; }

    /// <summary>The last rescue for swapping out; null when there was none.</summary>
    public SwapRescue? SwapRescue { get; init; }

    /// <summary>Until when nothing is taken after the last rescue; null when there was none.</summary>
    public Backoff? Cooldown { get; init; }

    /// <summary>Until when the guest is left alone because it did not follow; null when it always did.</summary>
    public Backoff? Exclusion { get; init; }

    /// <summary>When the balloon got stuck of late.</summary>
    public IReadOnlyList<Moment> Stalls { get; init; } = [];

    /// <summary>How often the guest was found uncooperative.</summary>
    public long UncooperativeTimes { get; init; }

    /// <summary>How often somebody else moved the balloon.</summary>
    public long ForeignMoves { get; init; }

    /// <summary>When somebody else was last seen to move it.</summary>
    public Moment? ForeignMoveAt { get; init; }

    /// <summary>Moves by who asked for them and why.</summary>
    public IReadOnlyDictionary<MoveKey, long> MoveCounts { get; init; } = new Dictionary<MoveKey, long>();

    /// <summary>Rescues by what made them necessary.</summary>
    public IReadOnlyDictionary<RescueTrigger, long> Rescues { get; init; } = new Dictionary<RescueTrigger, long>();

    /// <summary>Where a balloon on its way shall go; null while it rests.</summary>
    public long? UnderWayKib => Watch?.Move?.ToKib;

    /// <summary>Where the domain's balloon is, or is told to go already: that is where it counts as being. Null when that is not known.</summary>
    public long? InForceKib(DomainMemory domain) => UnderWayKib ?? domain.CurrentKib;

    /// <summary>What was taken of late, as it was seen.</summary>
    public TakeCharges Charges { get; init; } = TakeCharges.None;

    /// <summary>What it was granted and has not taken up since.</summary>
    public long UnseenKib { get; init; }

    /// <summary>What it was granted since a moment and the host's figures do not show yet.</summary>
    public long UnseenSinceKib(Moment since) => Math.Min(UnseenKib, GrantedSinceKib(since));

    /// <summary>Memory granted since a moment.</summary>
    public long GrantedSinceKib(Moment since) => Recent.Where(move => move.At > since).Sum(move => move.GrantedKib);

    /// <summary>What outlasts the instance: what is counted in all.</summary>
    public LedgerEntry CountsOnly() => Empty with
    {
        AddedKib = AddedKib,
        RemovedKib = RemovedKib,
        MoveCounts = MoveCounts,
        Rescues = Rescues,
        ForeignMoves = ForeignMoves,
        UncooperativeTimes = UncooperativeTimes,
    };

    /// <summary>Whether memory was taken since a moment.</summary>
    public bool TookSince(Moment since) => Recent.Any(move => move.At > since && move.DeltaKib < 0);
}

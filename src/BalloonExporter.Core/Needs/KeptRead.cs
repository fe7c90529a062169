using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Needs;

/// <summary>
/// What was read of a domain, and until when a fresh read finds the same if no event tells otherwise: guest statistics until the next sample
/// can arrive, all of it while the domain is paused or has no balloon. Immutable.
/// </summary>
/// <param name="Read">The domain as read; its monitor answered.</param>
/// <param name="BegunAt">When that read began: what happened later may be missing in it.</param>
/// <param name="NextSampleAfter">The next sample cannot arrive before this moment; null: it can arrive at any.</param>
public sealed record KeptRead(DomainMemory Read, Moment BegunAt, Moment? NextSampleAfter)
{
    /// <summary>Longer than the interval of full looks plus the read after it. An event that was lost costs at most this.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromSeconds(15);

    // Two clocks are read with an error, and QEMU's timer has whole milliseconds.
    private static readonly TimeSpan TimerError = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether a fresh read at a moment would find the same. In doubt it would not.</summary>
    /// <param name="state">The domain's state as just read.</param>
    /// <param name="facts">Its facts now; null: they have to be read again.</param>
    /// <param name="now">The moment.</param>
    public bool Holds(DomainState state, DomainFacts? facts, Moment now) =>
        state == Read.State && ReferenceEquals(facts, Read.Facts) && Read.ReadAt is { } readAt && now - readAt <= Oldest
        && (Read.Facts.Balloon == BalloonCapability.Fixed || state == DomainState.Paused || now < NextSampleAfter);

    /// <summary>Which figure another read found changed; null: none. Resident memory is not one of them: it changes all the time.</summary>
    public string? DifferenceTo(DomainMemory other) =>
        other.CurrentKib != Read.CurrentKib ? "current"
        : other.MaximumKib != Read.MaximumKib ? "maximum"
        : IsSame(other.Guest, Read.Guest) ? null
        : other.Guest?.LastUpdate != Read.Guest?.LastUpdate ? "last_update"
        : "guest_statistics";

    /// <summary>
    /// The moment before which a guest's next sample cannot arrive. QEMU asks for it one statistics period after the last one came, and stamps
    /// samples in whole seconds, rounded down.
    /// </summary>
    /// <param name="domain">The domain as just read.</param>
    /// <param name="stampedAt">Its sample's stamp on the monotonic time line.</param>
    /// <param name="before">What was kept until now: a read that did not find this sample began before it arrived.</param>
    /// <returns>Null: it is not known when samples arrive.</returns>
    public static Moment? EarliestNext(DomainMemory domain, Moment stampedAt, KeptRead? before)
    {
        // A stamp ahead of the read: the clock was set.
        if (domain is not { ReadAt: { } readAt, Guest: { } guest, Facts.StatisticsPeriod: { } period } || period <= TimeSpan.Zero || stampedAt > readAt)
            return null;
        var next = stampedAt + period - TimerError;
        if (before?.Read.Guest is not { } earlier || before.Read.Facts.StatisticsPeriod != period)
            return next;
        var proven = IsSame(earlier, guest) ? before.NextSampleAfter : before.BegunAt + period - TimerError;
        return proven > next ? proven : next;
    }

    private static bool IsSame(GuestStatistics? one, GuestStatistics? other) =>
        one is null || other is null ? ReferenceEquals(one, other) : one with { SampledAt = other.SampledAt } == other;
}

using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Needs;

/// <summary>
/// Learns when the samples of one guest arrive. QEMU asks for one each statistics period, but stamps it in whole seconds. The moment within
/// the second is known from the looks: one found the sample, the one before did not. Not thread-safe; holds no clock.
/// </summary>
public sealed class SampleArrivals
{
    // Stamps are whole seconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    // A sample that arrives during a read may be missed by it.
    private static readonly TimeSpan ReadTime = TimeSpan.FromMilliseconds(20);

    // QEMU's period begins anew with each answer of the guest, which takes a moment; timers are not exact either.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan TimerError = TimeSpan.FromMilliseconds(2);

    // After more periods than this without a sample seen, what was learned is too old.
    private const int LongestGap = 30;

    private TimeSpan? _period;
    private Moment? _sampledAt;
    private Moment? _seenAt;
    private (Moment After, Moment By)? _arrived;

    /// <summary>Records a look at the guest's newest sample.</summary>
    /// <param name="sampledAt">The sample's time, rounded down to its stamp.</param>
    /// <param name="seenAt">When it was read.</param>
    /// <param name="period">The guest's statistics period; null when unknown, zero when it is not asked.</param>
    /// <returns>When the next sample arrives; null while that is unknown.</returns>
    public SampleWindow? Note(Moment sampledAt, Moment seenAt, TimeSpan? period)
    {
        // Two concurrent reads may finish in the other order.
        if (seenAt < _seenAt)
            return Next();
        if (period != _period)
        {
            // Setting the period starts it anew.
            (_period, _arrived) = (period, null);
        }
        else if (sampledAt != _sampledAt)
        {
            _arrived = Narrowed(Seen(sampledAt, seenAt));
        }

        (_sampledAt, _seenAt) = (sampledAt, seenAt);
        return Next();
    }

    /// <summary>Drops what was learned: the guest rebooted.</summary>
    public void Forget() => _arrived = null;

    private (Moment After, Moment By) Seen(Moment sampledAt, Moment seenAt)
    {
        var by = Earlier(sampledAt + Rounding, seenAt);
        var after = _seenAt is { } before ? Later(sampledAt, before - ReadTime) : sampledAt;
        // The clock was set in between: only the look itself is certain.
        return after <= by ? (after, by) : (seenAt - Rounding, seenAt);
    }

    // The sample's own bounds, narrowed by those of the former one where they agree.
    private (Moment After, Moment By) Narrowed((Moment After, Moment By) seen)
    {
        if (_arrived is not { } before || _period is not { } period || period <= TimeSpan.Zero)
            return seen;
        var periods = (int)Math.Round(Math.Min((seen.By - before.By) / period, LongestGap + 1));
        if (periods is < 1 or > LongestGap)
            return seen;
        var after = Later(seen.After, before.After + (periods * (period - TimerError)));
        var by = Earlier(seen.By, before.By + (periods * (period + AnswerTime + TimerError)));
        return after <= by ? (after, by) : seen;
    }

    private SampleWindow? Next()
    {
        if (_arrived is not { } arrived || _period is not { } period || period <= TimeSpan.Zero)
            return null;
        var (after, by) = (arrived.After + period - TimerError, arrived.By + period + AnswerTime + TimerError);
        return _seenAt - ReadTime is { } missedAt && missedAt > after ? new SampleWindow(Earlier(missedAt, by), by) : new SampleWindow(after, by);
    }

    private static Moment Earlier(Moment one, Moment other) => one < other ? one : other;

    private static Moment Later(Moment one, Moment other) => one > other ? one : other;
}

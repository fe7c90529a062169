using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Needs;

/// <summary>
/// Places the samples of one guest on the monotonic time line. QEMU stamps samples by the host's clock. If the clock was set between the
/// sample and the look, the stamp only shows that the sample is new, and that it came after the previous look. Samples of the same whole
/// second have the same stamp and differ in their figures. Not thread-safe; holds no clock.
/// </summary>
public sealed class SampleTimes
{
    // Stamps are whole seconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    // Reads take time: a sample that arrives during a read may be seen only by the next one.
    private static readonly TimeSpan LookError = TimeSpan.FromSeconds(10);

    // Assumed age of a first sample with an unknown time: too old to act on, but not so old that the guest counts as silent.
    private static readonly TimeSpan UnknownAge = TimeSpan.FromMinutes(4);

    // A sample that arrives during a read may be missed by it.
    private static readonly TimeSpan ReadTime = TimeSpan.FromMilliseconds(20);

    private DateTimeOffset _stamp;
    private GuestStatistics? _sample;
    // Null: the stamp was taken before the clock was set.
    private TimeSpan? _wallAhead;
    private Moment _sampledAt;
    private Moment? _seenAt;

    /// <summary>Time of the newest sample.</summary>
    public Moment NewestAt => _sampledAt;

    /// <summary>When a sample was taken; at most the rounding of its stamp later than the true time.</summary>
    /// <param name="sample">The sample, with its wall-clock time.</param>
    /// <param name="seenAt">When it was read.</param>
    public Moment Place(GuestStatistics sample, Moment seenAt)
    {
        var wallAhead = new Moment(sample.LastUpdate.UtcTicks) - sample.SampledAt;
        if (_seenAt is { } before && _sample is { } last && sample.LastUpdate == _stamp)
        {
            if (IsSame(sample, last))
                return Keep(_sampledAt, _wallAhead);
            // Two concurrent reads may finish in the other order: counters tell which sample is older.
            if (sample.MinorFaults < last.MinorFaults)
                return Earlier(sample.SampledAt, _sampledAt - Rounding);
            return Keep(Later(_sampledAt, Earlier(before, seenAt) - ReadTime), _wallAhead);
        }

        // Two concurrent reads may finish in the other order.
        if (sample.LastUpdate < _stamp && _wallAhead is { } ahead && (wallAhead - ahead).Duration() < Rounding)
            return _sampledAt - (_stamp - sample.LastUpdate);
        var isPossible = sample.SampledAt <= seenAt + Rounding && !(sample.SampledAt < _seenAt - LookError);
        return isPossible
            ? Keep(Earlier(sample.SampledAt, seenAt), wallAhead)
            : Keep(_seenAt is { } seenBefore ? Earlier(seenBefore, seenAt) - Rounding : seenAt - UnknownAge, null);

        Moment Keep(Moment sampledAt, TimeSpan? wasAhead)
        {
            (_stamp, _wallAhead, _sampledAt, _sample) = (sample.LastUpdate, wasAhead, sampledAt, sample);
            _seenAt = _seenAt > seenAt ? _seenAt : seenAt;
            return sampledAt;
        }
    }

    private static bool IsSame(GuestStatistics one, GuestStatistics other) => one with { SampledAt = other.SampledAt } == other;

    private static Moment Later(Moment one, Moment other) => one > other ? one : other;

    private static Moment Earlier(Moment one, Moment other) => one < other ? one : other;
}

using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Needs;

/// <summary>
/// Places the samples of one guest on the steady time line. QEMU stamps them by the host's clock, which may be set between the sample
/// and the look: then the stamp tells nothing but that the sample is another one, and it came after the look before. Not thread-safe;
/// holds no clock.
/// </summary>
public sealed class SampleTimes
{
    // Stamps are whole seconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    // A look takes a while, and a sample that comes meanwhile may be seen by the next one only.
    private static readonly TimeSpan LookError = TimeSpan.FromSeconds(10);

    // A first sample of which only the order of events is unknown: too old to act on, not so old that the guest counts as silent.
    private static readonly TimeSpan UnknownAge = TimeSpan.FromMinutes(4);

    private DateTimeOffset _stamp;
    // Null: the stamp is not of the clock as it is set now.
    private TimeSpan? _wallAhead;
    private Moment _sampledAt;
    private Moment? _seenAt;

    /// <summary>When a sample was taken; never later than it really was by more than the rounding of its stamp.</summary>
    /// <param name="sample">The sample, with its time as the wall clock is set now.</param>
    /// <param name="seenAt">When it was looked at.</param>
    public Moment Place(GuestStatistics sample, Moment seenAt)
    {
        var wallAhead = new Moment(sample.LastUpdate.UtcTicks) - sample.SampledAt;
        if (_seenAt is not null && sample.LastUpdate == _stamp)
            return Keep(_sampledAt, _wallAhead);
        // Two looks at once may end in the other order.
        if (sample.LastUpdate < _stamp && _wallAhead is { } before && (wallAhead - before).Duration() < Rounding)
            return _sampledAt - (_stamp - sample.LastUpdate);
        var isPossible = sample.SampledAt <= seenAt + Rounding && !(sample.SampledAt < _seenAt - LookError);
        return isPossible
            ? Keep(Earlier(sample.SampledAt, seenAt), wallAhead)
            : Keep(_seenAt is { } seenBefore ? Earlier(seenBefore, seenAt) - Rounding : seenAt - UnknownAge, null);

        Moment Keep(Moment sampledAt, TimeSpan? ahead)
        {
            (_stamp, _wallAhead, _sampledAt) = (sample.LastUpdate, ahead, sampledAt);
            _seenAt = _seenAt > seenAt ? _seenAt : seenAt;
            return sampledAt;
        }
    }

    private static Moment Earlier(Moment one, Moment other) => one < other ? one : other;
}

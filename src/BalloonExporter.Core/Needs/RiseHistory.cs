using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Needs;

/// <summary>
/// Learns how fast a guest's working set grows at most. What was seen counts half after six hours, so that a burst of yesterday hardly counts.
/// KiB per second. Not thread-safe; holds no clock.
/// </summary>
internal sealed class RiseHistory
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromHours(6);

    // Over a shorter time a small burst looks like a large one.
    private static readonly TimeSpan ShortestSpan = TimeSpan.FromSeconds(0.9);

    private (Moment At, long Kib)? _before;
    private double _largest;
    private Moment _since;

    /// <summary>The largest rise so far, as far as it still counts.</summary>
    public double LargestAt(Moment at) => at > _since ? _largest * Math.Pow(2, -((at - _since) / HalfLife)) : _largest;

    /// <summary>Records a working set that no move of the balloon made look larger.</summary>
    /// <param name="at">The time of its sample.</param>
    /// <param name="kib">Its size.</param>
    public void Observe(Moment at, long kib)
    {
        if (_before is { } before)
        {
            var span = at - before.At;
            if (span >= TimeSpan.Zero && span < ShortestSpan)
                return;
            if (span > TimeSpan.Zero && (kib - before.Kib) / span.TotalSeconds is var rise && rise > LargestAt(at))
                (_largest, _since) = (rise, at);
        }

        _before = (at, kib);
    }

    /// <summary>Drops all: another instance runs.</summary>
    public void Forget() => (_before, _largest) = (null, 0);
}

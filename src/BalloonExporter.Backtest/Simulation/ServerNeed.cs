using BalloonExporter.Backtest.History;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>
/// What a server needs at each moment: the samples of its history, with straight lines between them, at most 97 % of what it was sold (its kernel keeps
/// the rest for itself), at least one KiB. Times are seconds since the first sample. Not thread-safe.
/// </summary>
/// <param name="trace">The server.</param>
/// <param name="stepSeconds">Time between two samples.</param>
/// <param name="bursts">Bursts on top of the samples.</param>
internal sealed class ServerNeed(ServerTrace trace, int stepSeconds, BurstTrain bursts)
{
    // As the exporter measures a rise: between two samples of the guest.
    private const double RiseSpan = 2;
    private const double MostShare = 0.97;

    private readonly double _mostKib = trace.MaximumKib * MostShare;

    private readonly List<double> _knots = [];
    private readonly IReadOnlyList<long> _used = trace.UsedKib;
    private readonly int _last = trace.UsedKib.Count - 1;

    /// <summary>Whether the server runs.</summary>
    public bool RunsAt(double second) => _used[Row(second)] != ServerTrace.Absent;

    /// <summary>What it needs, KiB.</summary>
    public double KibAt(double second) => Math.Clamp(BaseKib(second) + bursts.KibAt(second), 1, _mostKib);

    /// <summary>How fast it grew of late, KiB per second; never negative.</summary>
    public double RiseAt(double second) => second < RiseSpan ? 0 : Math.Max(0, (KibAt(second) - KibAt(second - RiseSpan)) / RiseSpan);

    /// <summary>The most that it needs between two times, KiB.</summary>
    public double MostKib(double from, double to)
    {
        var most = KibAt(from);
        foreach (var knot in Knots(from, to))
            most = Math.Max(most, KibAt(knot));
        return most;
    }

    /// <summary>When it first needs more than a size after a time; null when it does not until another time.</summary>
    public double? FirstAbove(double kib, double from, double to)
    {
        var (at, before) = (from, KibAt(from));
        foreach (var knot in Knots(from, to))
        {
            var after = KibAt(knot);
            if (after > kib)
                return before >= kib ? at : at + ((knot - at) * (kib - before) / (after - before));
            (at, before) = (knot, after);
        }

        return null;
    }

    /// <summary>How long it needs more than a size between two times, seconds.</summary>
    public double SecondsAbove(double kib, double from, double to)
    {
        var (seconds, at, before) = (0.0, from, KibAt(from));
        foreach (var knot in Knots(from, to))
        {
            var after = KibAt(knot);
            if (before > kib && after > kib)
                seconds += knot - at;
            else if (before > kib || after > kib)
                seconds += (knot - at) * (Math.Max(before, after) - kib) / Math.Abs(after - before);
            (at, before) = (knot, after);
        }

        return seconds;
    }

    // Where the line bends, in order. The list is used again by the next call.
    private List<double> Knots(double from, double to)
    {
        _knots.Clear();
        for (var row = (int)(from / stepSeconds) + 1; row <= _last && row * (double)stepSeconds < to; row++)
            _knots.Add(row * (double)stepSeconds);
        var ofSamples = _knots.Count;
        bursts.AddKnots(from, to, _knots);
        if (_knots.Count > ofSamples)
            _knots.Sort();
        _knots.Add(to);
        return _knots;
    }

    private int Row(double second) => Math.Min(_last, (int)(second / stepSeconds));

    private double BaseKib(double second)
    {
        var row = Row(second);
        var before = _used[row];
        var after = row < _last ? _used[row + 1] : before;
        if (before == ServerTrace.Absent)
            return 0;
        return after == ServerTrace.Absent ? before : before + ((after - before) * ((second / stepSeconds) - row));
    }
}

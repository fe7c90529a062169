using BalloonExporter.Backtest.History;
using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Trace;

/// <summary>
/// What a server of a trace wants: its samples with linear interpolation, and bursts that samples minutes apart do not show (Poisson, two an hour, 5 to
/// 20 % of what was sold, rising by 50 to 400 MiB a second, half of them shorter than a minute). Files fill the rest of its memory within six hours; a tenth
/// of it is read again. Times must be asked in order: at most one step of the trace back.
/// </summary>
public sealed class TraceLoad : IGuestLoad
{
    private const int TenthsPerSecond = 10;
    private const int SecondsToFill = 6 * 3600;
    private const double MostUsed = 0.88;

    private readonly ServerTrace _server;
    private readonly int _stepTenths;
    private readonly List<(int From, int To, long HeightKib, long RiseKib)> _bursts = [];
    // The first burst that is not over.
    private int _first;

    public TraceLoad(ServerTrace server, int stepSeconds, int seconds, Random random)
    {
        _server = server;
        _stepTenths = stepSeconds * TenthsPerSecond;
        foreach (var burst in Bursts.BetweenSamples.Draw(random, server.MaximumKib, seconds))
            _bursts.Add((burst.From * TenthsPerSecond, burst.To * TenthsPerSecond, burst.HeightKib, burst.RiseKibPerSecond));
    }

    public long CacheKibPerSecond => Math.Max(1, _server.MaximumKib / SecondsToFill);

    public long InitialCacheKib => 0;

    public long HotCacheKib => _server.MaximumKib / 10;

    public long WantedKib(int tenth)
    {
        // Steps and looks ahead are shorter than one step of the trace.
        while (_first < _bursts.Count && _bursts[_first].To < tenth - _stepTenths)
            _first++;
        var kib = BaseKib(tenth);
        for (var index = _first; index < _bursts.Count && _bursts[index].From < tenth; index++)
        {
            var (from, to, heightKib, riseKib) = _bursts[index];
            if (tenth < to)
                kib += Math.Min(heightKib, riseKib * (tenth - from) / TenthsPerSecond);
        }

        return Capped(kib);
    }

    /// <summary>An upper bound of what it wants between two times, KiB.</summary>
    public long MostWantedKib(int from, int to)
    {
        var kib = Math.Max(BaseKib(from), BaseKib(to));
        for (var index = _first; index < _bursts.Count && _bursts[index].From < to; index++)
        {
            if (_bursts[index].To > from)
                kib += _bursts[index].HeightKib;
        }

        return Capped(kib);
    }

    private long BaseKib(int tenth)
    {
        var row = tenth / _stepTenths;
        if (row >= _server.UsedKib.Count - 1)
            return UsedKib(_server.UsedKib.Count - 1);
        var (before, after) = (UsedKib(row), UsedKib(row + 1));
        return before + ((after - before) * (tenth % _stepTenths) / _stepTenths);
    }

    // A server that does not run uses nothing.
    private long UsedKib(int row) => Math.Max(0, _server.UsedKib[row]);

    private long Capped(long kib) => Math.Min(kib, (long)(_server.MaximumKib * MostUsed));
}

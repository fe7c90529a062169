namespace BalloonExporter.Backtest.Simulation;

/// <summary>How far a run is. Thread-safe.</summary>
public sealed class RunProgress
{
    private readonly Lock _lock = new();
    private double _expected;
    private double _done;

    /// <summary>Share of the run that is done, 0 to 1.</summary>
    public double Share
    {
        get
        {
            lock (_lock)
                return _expected > 0 ? Math.Min(1, _done / _expected) : 0;
        }
    }

    /// <summary>Announces simulated seconds.</summary>
    public void Expect(double seconds)
    {
        lock (_lock)
            _expected += seconds;
    }

    /// <summary>Counts simulated seconds that have passed.</summary>
    public void Add(double seconds)
    {
        lock (_lock)
            _done += seconds;
    }
}

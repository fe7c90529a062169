namespace BalloonExporter.Simulator.World;

/// <summary>
/// When QEMU asks a guest's balloon driver for a sample: once each period, at a phase of its own. Setting another period restarts the timer; setting
/// it to zero and back makes QEMU ask at once. Times are tenths of a second.
/// </summary>
public sealed class StatisticsDriver(int phase)
{
    private int _nextAt = phase;

    /// <summary>The period.</summary>
    public int Period { get; private set; } = 20;

    /// <summary>Sets the period.</summary>
    public void SetPeriod(int period, int now)
    {
        if (period == Period)
            return;
        Period = period;
        _nextAt = now + period;
    }

    /// <summary>Has QEMU ask at once; the sample is there a tenth of a second later.</summary>
    public void AskNow(int now) => _nextAt = now + 1;

    /// <summary>Whether a sample is due by now; then the next one is due a period later.</summary>
    public bool TakeDue(int now)
    {
        if (now < _nextAt)
            return false;
        while (_nextAt <= now)
            _nextAt += Period;
        return true;
    }
}

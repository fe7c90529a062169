namespace ExporterToolkit.WebConfig;

/// <summary>A token bucket: full at the start, one permit is added per interval. Thread-safe.</summary>
public sealed class TokenBucket(TimeSpan interval, int burst, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _left = burst;
    private long _at = time.GetTimestamp();

    public bool IsFull
    {
        get
        {
            lock (_lock)
                return Refill() >= burst;
        }
    }

    /// <summary>Number of permits taken and not yet restored.</summary>
    public int Taken
    {
        get
        {
            lock (_lock)
                return burst - (int)Refill();
        }
    }

    /// <param name="wait">Time until the next permit; zero when one was taken.</param>
    public bool TryTake(out TimeSpan wait)
    {
        lock (_lock)
        {
            if (Refill() >= 1)
            {
                _left--;
                wait = TimeSpan.Zero;
                return true;
            }

            wait = (1 - _left) * interval;
            return false;
        }
    }

    public void GiveBack()
    {
        lock (_lock)
            _left = Math.Min(burst, _left + 1);
    }

    private double Refill()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(burst, _left + (time.GetElapsedTime(_at, now) / interval));
        _at = now;
        return _left;
    }
}

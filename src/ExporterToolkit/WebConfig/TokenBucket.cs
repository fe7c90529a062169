namespace ExporterToolkit.WebConfig;

/// <summary>Permits that come back one by one: full at the start, one more after each interval. Thread-safe.</summary>
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

    /// <summary>Permits that were taken and have not come back.</summary>
    public int Taken
    {
        get
        {
            lock (_lock)
                return burst - (int)Refill();
        }
    }

    /// <param name="wait">How long until there is one; zero when it was given.</param>
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

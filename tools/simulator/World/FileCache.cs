namespace BalloonExporter.Simulator.World;

/// <summary>
/// Files in a guest's memory. Some of them are hot: read again every five minutes. What is read only once goes first when there is no room; a
/// hot part that is gone must be read from disk again. KiB.
/// </summary>
public sealed class FileCache(IGuestLoad load)
{
    private const int TenthsBetweenReads = 3000;

    private long _hotKib;
    private long _coldKib = load.InitialCacheKib;
    // How much of the hot files was read at least once: reading that again is what a take costs.
    private long _knownKib;

    /// <summary>What is in memory.</summary>
    public long Kib => _hotKib + _coldKib;

    /// <summary>What was read from disk again because it was gone.</summary>
    public long RereadKib { get; private set; }

    /// <summary>All that was read from disk.</summary>
    public long ReadKib { get; private set; }

    /// <summary>Reads for a while.</summary>
    /// <param name="tenths">How long.</param>
    /// <param name="roomKib">What it may occupy.</param>
    /// <param name="besidesKibPerSecond">Files read besides those of the load.</param>
    public void Read(int tenths, long roomKib, long besidesKibPerSecond)
    {
        Shrink(roomKib);
        var againKib = (_knownKib - _hotKib) * Math.Min(tenths, TenthsBetweenReads) / TenthsBetweenReads;
        var firstKib = (load.CacheKibPerSecond + besidesKibPerSecond) * tenths / 10;
        var firstHotKib = Math.Min(firstKib, load.HotCacheKib - _knownKib);
        _knownKib += firstHotKib;
        _hotKib += againKib + firstHotKib;
        _coldKib += firstKib - firstHotKib;
        RereadKib += againKib;
        ReadKib += againKib + firstKib;
        Shrink(roomKib);
    }

    /// <summary>Drops what does not fit.</summary>
    public void Shrink(long roomKib)
    {
        roomKib = Math.Max(0, roomKib);
        _hotKib = Math.Min(_hotKib, roomKib);
        _coldKib = Math.Min(_coldKib, roomKib - _hotKib);
    }

    /// <summary>The guest boots: nothing was read yet.</summary>
    public void Clear() => _hotKib = _coldKib = _knownKib = 0;
}

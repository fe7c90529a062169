namespace BalloonExporter.Simulator.World;

/// <summary>
/// Files in a guest's memory, in KiB. Some of them are hot: read again every five minutes. Files read only once are dropped first; a hot file that was
/// dropped is read from disk again.
/// </summary>
public sealed class FileCache(IGuestLoad load)
{
    private const int TenthsBetweenReads = 3000;

    private long _hotKib;
    private long _coldKib = load.InitialCacheKib;
    // How much of the hot files was read at least once. Reading that from disk again is the price of a take.
    private long _knownKib;

    /// <summary>The size of the cache.</summary>
    public long Kib => _hotKib + _coldKib;

    /// <summary>What was read from disk again after it was dropped.</summary>
    public long RereadKib { get; private set; }

    /// <summary>All that was read from disk.</summary>
    public long ReadKib { get; private set; }

    /// <summary>Reads for a while.</summary>
    /// <param name="tenths">How long.</param>
    /// <param name="roomKib">The memory that it may occupy.</param>
    /// <param name="besidesKibPerSecond">Files read in addition to those of the load.</param>
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

    /// <summary>Empties the cache: the guest boots.</summary>
    public void Clear() => _hotKib = _coldKib = _knownKib = 0;
}

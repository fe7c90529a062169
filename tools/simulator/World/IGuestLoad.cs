namespace BalloonExporter.Simulator.World;

/// <summary>What a guest's programs want, and which files they read. It does not depend on what the controller does.</summary>
public interface IGuestLoad
{
    /// <summary>What the programs want, KiB.</summary>
    /// <param name="tenth">Tenths of a second since the start.</param>
    long WantedKib(int tenth);

    /// <summary>How much of files is read for the first time each second, KiB.</summary>
    long CacheKibPerSecond { get; }

    /// <summary>How much of files was read before, KiB.</summary>
    long InitialCacheKib { get; }

    /// <summary>How much of the files is read again every five minutes, KiB.</summary>
    long HotCacheKib { get; }
}

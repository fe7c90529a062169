using BalloonExporter.Simulator.World;

namespace BalloonExporter.Core.Tests.Simulation;

/// <summary>A load given as a function of tenths of a second.</summary>
internal sealed class FixedLoad(Func<int, long> wantedKib) : IGuestLoad
{
    public long CacheKibPerSecond { get; init; }

    public long InitialCacheKib { get; init; }

    public long HotCacheKib { get; init; }

    public long WantedKib(int tenth) => wantedKib(tenth);
}

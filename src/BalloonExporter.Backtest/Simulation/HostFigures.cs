using BalloonExporter.Backtest.History;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>What came of a host over the time of a history.</summary>
public sealed record HostFigures
{
    public required HostTrace Host { get; init; }

    /// <summary>Time in which its servers ran, added up.</summary>
    public required double ServerSeconds { get; init; }

    /// <summary>The time that reclaimed memory is counted in.</summary>
    public required double CountedSeconds { get; init; }

    /// <summary>Memory withheld from servers, at most what hindsight would have withheld then, KiB·s.</summary>
    public required double ReclaimedKibSeconds { get; init; }

    /// <summary>What perfect hindsight would have withheld, KiB·s.</summary>
    public required double HindsightKibSeconds { get; init; }

    /// <summary>Balloon targets set.</summary>
    public required int Moves { get; init; }

    /// <summary>Gifts to a server that was about to run out of memory.</summary>
    public required int Rescues { get; init; }

    /// <summary>Time in which more was used than the host has, seconds.</summary>
    public required double SwappingSeconds { get; init; }

    /// <summary>Memory in the host's swap, KiB·s.</summary>
    public required double SwappedKibSeconds { get; init; }

    public required IReadOnlyList<ServerFigures> Servers { get; init; }

    /// <summary>How it went over time.</summary>
    public required HostCourse Course { get; init; }

    /// <summary>Moments that were drawn from the run, as the plan saw them.</summary>
    public required IReadOnlyList<HostSample> Probes { get; init; }
}

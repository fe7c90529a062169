using System.Collections.Concurrent;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Restarts;

/// <summary>Counts of restarts since the start of this process, for metrics. Thread-safe.</summary>
public sealed class RestartStatus
{
    private readonly ConcurrentDictionary<(RestartMode Mode, RestartPhase Result), long> _ended = [];
    private readonly ConcurrentDictionary<RestartRefusal, long> _refused = [];
    private Func<IReadOnlyList<Restart>> _current = () => [];

    /// <summary>Restarts under way.</summary>
    public int UnderWay => _current().Count(restart => restart.IsUnderWay);

    /// <summary>Domains that are off because their start failed.</summary>
    public IReadOnlyList<Restart> StartFailed => [.. _current().Where(restart => restart.Phase == RestartPhase.StartFailed)];

    /// <summary>Restarts by how they ended.</summary>
    public long Ended(RestartMode mode, RestartPhase result) => _ended.GetValueOrDefault((mode, result));

    /// <summary>Requests that were refused.</summary>
    public long Refused(RestartRefusal reason) => _refused.GetValueOrDefault(reason);

    /// <summary>Counts the end of a restart; a guest that still runs and a start that failed count when that is known.</summary>
    public void CountEnd(RestartMode mode, RestartPhase result) => _ended.AddOrUpdate((mode, result), 1, (_, count) => count + 1);

    /// <summary>Counts a refusal.</summary>
    public void CountRefusal(RestartRefusal reason) => _refused.AddOrUpdate(reason, 1, (_, count) => count + 1);

    /// <summary>Where the restarts of now are asked for.</summary>
    /// <param name="current">Those that are requested, under way, or waited for. Thread-safe.</param>
    public void Watch(Func<IReadOnlyList<Restart>> current) => _current = current;
}

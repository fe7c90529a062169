using BalloonExporter.Backtest.Simulation;

namespace BalloonExporter.Backtest.Output;

/// <summary>What table, JSON and report are made of.</summary>
public sealed record ReportData
{
    public required SceneRun Run { get; init; }

    /// <summary>Other overcommits on the same hosts, ascending; empty without a sweep.</summary>
    public IReadOnlyList<SweepPoint> Sweep { get; init; } = [];

    /// <summary>Whether bursts were added to the samples.</summary>
    public bool HasBursts { get; init; }

    /// <summary>The largest difference between the targets of rules and those of the run, bytes; null when it was not asked for.</summary>
    public double? RulesDifferenceBytes { get; init; }

    public RunFigures With => field ??= new RunFigures(Run.With);

    public RunFigures Without => field ??= new RunFigures(Run.Without);

    /// <summary>One sentence for the operator.</summary>
    public string Advice => Sweep.Count == 0
        ? Output.Advice.Of(Run.Scene.SoldRatio, With, Without)
        : $"{Output.Advice.Of(Run.Scene.SoldRatio, With, Without)} {Output.Advice.Of(Sweep)}";

    /// <summary>The servers that were under their demand for longest, at most twenty.</summary>
    public IReadOnlyList<(HostFigures Host, int Index)> Worst => field ??=
    [
        .. Run.With.SelectMany(host => host.Servers.Select((server, index) => (Host: host, Index: index, server.UnderDemandSeconds)))
            .Where(each => each.UnderDemandSeconds > 0).OrderByDescending(each => each.UnderDemandSeconds).Take(20)
            .Select(each => (each.Host, each.Index)),
    ];
}

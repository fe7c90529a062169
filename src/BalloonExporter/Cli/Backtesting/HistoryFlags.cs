using System.CommandLine;
using System.CommandLine.Parsing;
using BalloonExporter.Backtest.History;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>Options that say where the history comes from.</summary>
internal sealed class HistoryFlags
{
    private const int UsualStepSeconds = 300;
    private const int UsualDays = 30;

    private readonly Option<FileInfo> _csv = new("--csv")
    {
        Description = "The history as a table, plain or gzip: timestamp,NAME,... then capacity_mib,MiB,... then UNIX seconds and the MiB that each server used, at equal times.",
        HelpName = "FILE",
    };

    private readonly Option<FileInfo> _openMetrics = new("--openmetrics")
    {
        Description = "The history as the exporter's series in a file of the OpenMetrics text format, plain or gzip, as promtool tsdb dump-openmetrics writes it.",
        HelpName = "FILE",
    };

    private readonly Option<long?> _from = new("--from")
    {
        Description = $"Begin of the range: 2026-11-01, 2026-11-01T12:00:00Z or UNIX seconds. Default: {UsualDays} days before the end; of a file, its first sample.",
        HelpName = "TIME",
        CustomParser = result => FlagValue.Value(result, MomentText.TryParse, MomentText.Expected),
    };

    private readonly Option<long?> _to = new("--to")
    {
        Description = "End of the range. Default: now; of a file, its last sample.",
        HelpName = "TIME",
        CustomParser = result => FlagValue.Value(result, MomentText.TryParse, MomentText.Expected),
    };

    private readonly Option<TimeSpan?> _step = new("--step")
    {
        Description = "Time between two moments that are read. Default: 5m.",
        HelpName = "DURATION",
        CustomParser = result => FlagValue.Value(
            result, text => Duration.TryParse(text) is { TotalSeconds: >= 1 and <= 3600 } step && step.TotalSeconds % 1 == 0 ? step : (TimeSpan?)null, "a duration of whole seconds from 1s to 1h"),
    };

    private readonly PrometheusFlags _prometheus = new();

    public IReadOnlyList<Option> Options => [_csv, _openMetrics, .. _prometheus.Options, _from, _to, _step];

    private Option[] Sources => [_csv, _openMetrics, _prometheus.Address];

    public void Validate(CommandResult result)
    {
        if (Sources.Count(option => result.GetResult(option) is not null) != 1)
            result.AddError($"one of {string.Join(", ", Sources.Select(option => option.Name))} is needed");
        if (result.GetResult(_csv) is not null)
        {
            foreach (var option in (Option[])[_from, _to, _step])
            {
                if (result.GetResult(option) is not null)
                    result.AddError($"{option.Name} does not go with {_csv.Name}: all of it is run");
            }
        }

        if (result.Children.OfType<OptionResult>().All(option => !option.Errors.Any()) && result.GetValue(_from) >= result.GetValue(_to))
            result.AddError($"{_from.Name} is not before {_to.Name}");
        _prometheus.Validate(result);
    }

    public IHistorySource Source(ParseResult result, SteadyClock clock)
    {
        if (result.GetValue(_csv) is { } csv)
            return new FileHistory(_csv.Name, csv, (path, _) => TraceFile.Read(path));
        var (from, to, step) = (result.GetValue(_from), result.GetValue(_to), (int)(result.GetValue(_step)?.TotalSeconds ?? UsualStepSeconds));
        if (result.GetValue(_openMetrics) is { } openMetrics)
            return new FileHistory(_openMetrics.Name, openMetrics, (path, cancellation) => OpenMetricsFile.Read(path, from, to, step, cancellation));
        var end = to ?? clock.WallTime.ToUnixTimeSeconds();
        return _prometheus.Source(result, new TimeGrid(from ?? end - (UsualDays * 86400), end, step));
    }
}

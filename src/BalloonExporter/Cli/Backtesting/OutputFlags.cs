using System.CommandLine;
using BalloonExporter.Backtest.Output;
using ExporterToolkit.Configuration;
using ExporterToolkit.Files;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>Options that say where results are written.</summary>
internal sealed class OutputFlags
{
    private readonly Option<FileInfo> _json = new("--json")
    {
        Description = "Also write the figures to this file, as JSON. Default: none.",
        HelpName = "FILE",
    };

    private readonly Option<FileInfo> _report = new("--report")
    {
        Description = "Also write a report with pictures to this file, one HTML page that needs no network. Default: none.",
        HelpName = "FILE",
    };

    public IReadOnlyList<Option> Options => [_json, _report];

    /// <summary>Why a result could not be written; null when all can.</summary>
    public string? ProblemOf(ParseResult result) => Files(result).Select(file => ReplacedFile.ProblemOf(file.Path) is { } problem ? $"{file.Name}: {problem}" : null).FirstOrDefault(problem => problem is not null);

    /// <summary>Writes the files that were asked for.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WriteAsync(ParseResult result, ReportData data)
    {
        foreach (var (name, path, write) in Files(result))
        {
            try
            {
                ReplacedFile.Write(path, stream => write(stream, data));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync($"balloon-exporter: {name}: {exception.Message}");
                return ExitCode.Failed;
            }
        }

        return ExitCode.Stopped;
    }

    private IEnumerable<(string Name, string Path, Action<Stream, ReportData> Write)> Files(ParseResult result)
    {
        if (result.GetValue(_json) is { } json)
            yield return ($"{_json.Name}={json}", json.FullName, JsonReport.Write);
        if (result.GetValue(_report) is { } report)
            yield return ($"{_report.Name}={report}", report.FullName, HtmlReport.Write);
    }
}

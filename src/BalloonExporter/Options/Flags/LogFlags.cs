using System.CommandLine;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.Flags;

/// <summary>Options of the log.</summary>
internal sealed class LogFlags : IFlagGroup<ExporterOptions>
{
    private readonly Option<LogLevel?> _level = new("--log.level")
    {
        Description = "Lowest level that is logged; the audit log is always written. Default: info.",
        HelpName = "debug|info|warn|error",
        CustomParser = result => FlagValue.Value(result, text => text switch
        {
            "debug" => LogLevel.Debug,
            "info" => LogLevel.Information,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => (LogLevel?)null,
        }, "debug, info, warn or error"),
    };

    private readonly Option<LogFormat?> _format = new("--log.format")
    {
        Description = "Format of log lines on standard error. Default: logfmt.",
        HelpName = "logfmt|json",
        CustomParser = result => FlagValue.Value(result, text => text switch
        {
            "logfmt" => LogFormat.Logfmt,
            "json" => LogFormat.Json,
            _ => (LogFormat?)null,
        }, "logfmt or json"),
    };

    public IReadOnlyList<Option> Options => [_level, _format];

    public ExporterOptions Read(ParseResult result, ExporterOptions options) => options with
    {
        LogLevel = result.GetValue(_level) ?? options.LogLevel,
        LogFormat = result.GetValue(_format) ?? options.LogFormat,
    };
}

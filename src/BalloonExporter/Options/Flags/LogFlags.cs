using System.CommandLine;

namespace BalloonExporter.Options.Flags;

/// <summary>What is logged, and how.</summary>
internal sealed class LogFlags : IFlagGroup
{
    private readonly Option<LogLevel?> _level = new("--log.level")
    {
        Description = "Least severity of what is logged; the audit is written whatever it is. Default: info.",
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
        Description = "How log lines are written to standard error. Default: logfmt.",
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

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace BalloonExporter.Logging;

/// <summary>Log lines as Prometheus' own programs write them: <c>ts=… level=info msg="…" key=value</c>, one line each.</summary>
internal sealed partial class LogfmtFormatter(SteadyClock clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "logfmt";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var separator = "";
        foreach (var (name, value) in LogLine.Fields(logEntry, clock.WallTime))
        {
            textWriter.Write(separator);
            textWriter.Write(name);
            textWriter.Write('=');
            var text = LogLine.Text(value);
            textWriter.Write(PlainValue().IsMatch(text) ? text : Quote(text));
            separator = " ";
        }

        textWriter.Write('\n');
    }

    // One decision is one line, whatever an alert's label holds.
    private static string Quote(string value) => '"' + ControlCharacter().Replace(
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal),
        match => match.Value switch
        {
            "\n" => "\\n",
            "\r" => "\\r",
            "\t" => "\\t",
            _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)match.Value[0]:x4}"),
        }) + '"';

    [GeneratedRegex("""^[^\s"=\p{C}]+$""")]
    private static partial Regex PlainValue();

    [GeneratedRegex(@"[\p{C}\u2028\u2029]")]
    private static partial Regex ControlCharacter();
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace BalloonExporter.Logging;

/// <summary>Log lines as Prometheus' own programs write them: <c>ts=… level=info msg="…" key=value</c>, one line each.</summary>
internal sealed partial class LogfmtFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "logfmt";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write("ts=");
        textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        textWriter.Write(" level=");
        textWriter.Write(Level(logEntry.LogLevel));
        WritePair(textWriter, "msg", logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.State is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            foreach (var (name, value) in fields)
            {
                if (name != "{OriginalFormat}" && value is not null)
                    WritePair(textWriter, SnakeCase(name), Text(value));
            }
        }

        if (logEntry.Exception is { } exception)
            WritePair(textWriter, "err", logEntry.LogLevel >= LogLevel.Error ? exception.ToString() : exception.Message);
        textWriter.Write('\n');
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };

    private static string Text(object value) => value switch
    {
        DateTimeOffset at => at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static void WritePair(TextWriter writer, string name, string value)
    {
        writer.Write(' ');
        writer.Write(name);
        writer.Write('=');
        writer.Write(PlainValue().IsMatch(value) ? value : Quote(value));
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

    private static string SnakeCase(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("""^[^\s"=\p{C}]+$""")]
    private static partial Regex PlainValue();

    [GeneratedRegex(@"[\p{C}\u2028\u2029]")]
    private static partial Regex ControlCharacter();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalloonExporter.Logging;

/// <summary>What a log line consists of, whatever notation it is written in: time, level, message, fields, exception.</summary>
internal static partial class LogLine
{
    public static List<KeyValuePair<string, object>> Fields<TState>(in LogEntry<TState> entry, DateTimeOffset now)
    {
        var line = new List<KeyValuePair<string, object>>
        {
            new("ts", Text(now)),
            new("level", Level(entry.LogLevel)),
            new("msg", entry.Formatter(entry.State, entry.Exception)),
        };
        if (entry.State is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            foreach (var (name, value) in fields)
            {
                if (name != "{OriginalFormat}" && value is not null)
                    line.Add(new(SnakeCase(name), value));
            }
        }

        if (entry.Exception is { } exception)
            line.Add(new("err", entry.LogLevel >= LogLevel.Error ? exception.ToString() : exception.Message));
        return line;
    }

    public static string Text(object value) => value switch
    {
        DateTimeOffset at => at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };

    private static string SnakeCase(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();
}

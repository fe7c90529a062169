using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExporterToolkit.Logging;

/// <summary>Contents of a log line, independent of its format: time, level, message, fields, exception.</summary>
public static partial class LogLine
{
    // Keeps each line below 48 KiB, where journald splits it, even when escaping makes it six times as long.
    private const int LongestText = 4000;
    private const int LongestLine = 7000;
    private const string Cut = "...";

    /// <summary>The fields in order. Their total length is bounded: long texts are cut and end with an ellipsis.</summary>
    public static List<KeyValuePair<string, object>> Fields<TState>(in LogEntry<TState> entry, DateTimeOffset now)
    {
        var left = LongestLine;
        var line = new List<KeyValuePair<string, object>>
        {
            new("ts", Text(now)),
            new("level", Level(entry.LogLevel)),
            new("msg", Bounded(entry.Formatter(entry.State, entry.Exception), ref left)),
        };
        if (entry.State is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            foreach (var (name, value) in fields)
            {
                if (name != "{OriginalFormat}" && value is not null)
                    line.Add(new(Name(name, line, ref left), value is bool or int or long or double ? value : Bounded(Text(value), ref left)));
            }
        }

        if (entry.Exception is { } exception)
            line.Add(new(Name("err", line, ref left), Bounded(entry.LogLevel >= LogLevel.Error ? exception.ToString() : exception.Message, ref left)));
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

    private static string Bounded(string text, ref int left)
    {
        var most = Math.Min(LongestText, Math.Max(left, 0));
        if (text.Length > most)
            text = string.Concat(text.AsSpan(0, most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), Cut);
        left -= text.Length;
        return text;
    }

    // A field name is one word and unique in its line.
    private static string Name(string name, List<KeyValuePair<string, object>> line, ref int left)
    {
        var word = NotOfAName().Replace(Bounded(WordStart().Replace(name, "_$0").ToLowerInvariant(), ref left), "_");
        while (word.Length == 0 || line.Exists(field => field.Key == word))
            word += '_';
        return word;
    }

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();

    [GeneratedRegex(@"[\s""=\p{C}]")]
    private static partial Regex NotOfAName();
}

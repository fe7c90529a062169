using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExporterToolkit.Logging;

/// <summary>Log lines in the format of Prometheus' own programs: <c>ts=… level=info msg="…" key=value</c>, one line each.</summary>
public sealed partial class LogfmtFormatter(Func<DateTimeOffset> now) : ILineFormatter
{
    public byte[] Format<TState>(in LogEntry<TState> entry)
    {
        var line = new StringBuilder();
        foreach (var (name, value) in LogLine.Fields(entry, now()))
        {
            var text = LogLine.Text(value);
            line.Append(line.Length == 0 ? "" : " ").Append(name).Append('=').Append(PlainValue().IsMatch(text) ? text : Quote(text));
        }

        return Encoding.UTF8.GetBytes(line.Append('\n').ToString());
    }

    // A decision must stay one line, whatever a label contains.
    private static string Quote(string value) => '"' + ControlCharacter().Replace(
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal),
        match => match.Value switch
        {
            "\n" => "\\n",
            "\r" => "\\r",
            "\t" => "\\t",
            _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)match.Value[0]:x4}"),
        }) + '"';

    [GeneratedRegex("""\A[^\s"=\p{C}]+\z""")]
    private static partial Regex PlainValue();

    [GeneratedRegex(@"[\p{C}\u2028\u2029]")]
    private static partial Regex ControlCharacter();
}

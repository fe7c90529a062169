using System.Text;

namespace BalloonExporter.Lab;

/// <summary>Reads one line of key=value pairs, as the exporter writes its log and its audit trail.</summary>
public static class Logfmt
{
    public static IReadOnlyDictionary<string, string> Parse(string line)
    {
        var fields = new Dictionary<string, string>();
        var at = 0;
        while (at < line.Length)
        {
            var equals = line.IndexOf('=', at);
            if (equals < 0)
                break;
            // What stands before the key without an "=" is no field.
            var key = line[at..equals].TrimEnd().Split(' ')[^1];
            at = equals + 1;
            fields[key] = at < line.Length && line[at] == '"' ? ReadQuoted(line, ref at) : ReadBare(line, ref at);
        }

        return fields;
    }

    private static string ReadBare(string line, ref int at)
    {
        var end = line.IndexOf(' ', at);
        if (end < 0)
            end = line.Length;
        var value = line[at..end];
        at = Math.Min(end + 1, line.Length);
        return value;
    }

    private static string ReadQuoted(string line, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < line.Length && line[at] != '"'; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length)
                at++;
            value.Append(line[at]);
        }

        at = Math.Min(at + 2, line.Length);
        return value.ToString();
    }
}

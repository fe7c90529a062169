using System.Text;

namespace BalloonExporter.Backtest.History;

/// <summary>Labels as the exposition formats write them: <c>{name="value",other="a \"quoted\" one"}</c>.</summary>
internal static class LabelText
{
    /// <summary>Reads labels.</summary>
    /// <param name="line">The line.</param>
    /// <param name="at">Where they begin; afterwards what follows them.</param>
    /// <param name="labels">Where they are added.</param>
    /// <returns>Whether they could be read.</returns>
    public static bool TryRead(string line, ref int at, Dictionary<string, string> labels)
    {
        at++;
        while (at < line.Length && line[at] != '}')
        {
            var equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
            if (equals < 0)
                return false;
            var name = line[at..equals];
            at = equals + 2;
            if (ReadValue(line, ref at) is not { } value)
                return false;
            labels[name] = value;
            if (at < line.Length && line[at] == ',')
                at++;
        }

        return at++ < line.Length;
    }

    private static string? ReadValue(string line, ref int at)
    {
        var value = new StringBuilder();
        for (; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                at++;
                return value.ToString();
            }

            if (line[at] == '\\' && at + 1 < line.Length)
                value.Append(line[++at] == 'n' ? '\n' : line[at]);
            else
                value.Append(line[at]);
        }

        return null;
    }
}

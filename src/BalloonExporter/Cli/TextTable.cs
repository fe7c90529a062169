namespace BalloonExporter.Cli;

/// <summary>Rows in columns, for people.</summary>
internal static class TextTable
{
    /// <param name="rows">The head and the rows, all of one length.</param>
    /// <param name="output">Where they are written.</param>
    public static void Write(IReadOnlyList<string[]> rows, TextWriter output)
    {
        foreach (var line in Lines(rows))
            output.WriteLine(line);
    }

    /// <summary>The lines of a table.</summary>
    /// <param name="rows">The head and the rows, all of one length.</param>
    /// <param name="numbers">Columns that stand at the right.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<string[]> rows, params ReadOnlySpan<int> numbers)
    {
        var plain = rows.Select(row => Array.ConvertAll(row, Plain)).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => plain.Max(row => row[column].Length)).ToList();
        var right = numbers.ToArray();
        return plain.Select(row => string.Join("  ", row.Select(Padded)).TrimEnd());

        string Padded(string text, int column) => right.Contains(column) ? text.PadLeft(widths[column]) : text.PadRight(widths[column]);
    }

    /// <summary>A text that a terminal only shows: others choose the names of domains, and reasons.</summary>
    public static string Plain(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter)) : text;
}

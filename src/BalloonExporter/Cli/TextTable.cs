namespace BalloonExporter.Cli;

/// <summary>Rows in columns, for people.</summary>
internal static class TextTable
{
    /// <param name="rows">The head and the rows, all of one length.</param>
    /// <param name="output">Where they are written.</param>
    public static void Write(IReadOnlyList<string[]> rows, TextWriter output)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
    }
}

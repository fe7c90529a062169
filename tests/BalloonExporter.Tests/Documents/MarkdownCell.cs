namespace BalloonExporter.Tests.Documents;

/// <summary>Text in a cell of a Markdown table.</summary>
internal static class MarkdownCell
{
    /// <summary>A bar would end the cell, in code too; an angle bracket would begin a tag, but not in code.</summary>
    public static string Escape(string text)
    {
        var parts = text.Split('`');
        for (var part = 0; part < parts.Length; part += 2)
            parts[part] = parts[part].Replace("<", "&lt;", StringComparison.Ordinal);
        return string.Join('`', parts).Replace("|", @"\|", StringComparison.Ordinal);
    }
}

using System.Text;

namespace BalloonExporter.Libvirt;

/// <summary>Converts QEMU's JSON, which also allows single-quoted strings and <c>\'</c> in any string.</summary>
internal static class QemuJson
{
    /// <summary>The same as standard JSON; invalid input stays invalid.</summary>
    public static string ToStandard(string text)
    {
        var standard = new StringBuilder(text.Length);
        char? quote = null;
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (letter == '\\' && quote is not null && index + 1 < text.Length)
            {
                var escaped = text[++index];
                standard.Append(escaped == '\'' ? "'" : $"\\{escaped}");
            }
            else if (letter == quote || (quote is null && letter is '"' or '\''))
            {
                quote = quote is null ? letter : null;
                standard.Append('"');
            }
            else
            {
                // Within single quotes double quotes need no escape.
                standard.Append(letter == '"' ? "\\\"" : letter);
            }
        }

        return standard.ToString();
    }
}

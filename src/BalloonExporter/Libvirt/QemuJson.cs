using System.Text;

namespace BalloonExporter.Libvirt;

/// <summary>QEMU's JSON: besides the standard's spelling it takes texts in single quotes, and <c>\'</c> in any text.</summary>
internal static class QemuJson
{
    /// <summary>The same in the standard's spelling; what is no JSON to QEMU is none afterwards either.</summary>
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
                // Within single quotes the others need no escape.
                standard.Append(letter == '"' ? "\\\"" : letter);
            }
        }

        return standard.ToString();
    }
}

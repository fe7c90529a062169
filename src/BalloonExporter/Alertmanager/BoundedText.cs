using System.Text;
using System.Text.Json;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Alertmanager;

/// <summary>Reads JSON strings without decoding the part that is not kept.</summary>
internal static class BoundedText
{
    /// <summary>The string at the reader's position, cut to a length; null for JSON's null. The reader must read from one span.</summary>
    /// <exception cref="JsonException">The value is not a string.</exception>
    public static string? Read(ref Utf8JsonReader reader, int length)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("expected a string");
        var text = reader.ValueSpan;
        if (text.Length <= length)
            return reader.GetString();
        // One character more than the limit shows that the text must be cut.
        var beginning = text[..EndOf(text, length + 1)];
        return TextBounds.Cut(reader.ValueIsEscaped ? Unescaped(beginning) : Encoding.UTF8.GetString(beginning), length);
    }

    // The earliest end of this many UTF-16 code units, between two characters.
    private static int EndOf(ReadOnlySpan<byte> text, int units)
    {
        var at = 0;
        while (at < text.Length && units > 0)
        {
            var (bytes, taken) = text[at] switch
            {
                (byte)'\\' when text[at + 1] != 'u' => (2, 1),
                (byte)'\\' when IsHighSurrogate(text[at..]) => (12, 2),
                (byte)'\\' => (6, 1),
                < 0x80 => (1, 1),
                < 0xe0 => (2, 1),
                < 0xf0 => (3, 1),
                _ => (4, 2),
            };
            at += bytes;
            units -= taken;
        }

        return Math.Min(at, text.Length);
    }

    // \ud800 to \udbff: the low surrogate follows.
    private static bool IsHighSurrogate(ReadOnlySpan<byte> escape) =>
        (escape[2] | 0x20) == 'd' && (escape[3] | 0x20) is '8' or '9' or 'a' or 'b';

    private static string Unescaped(ReadOnlySpan<byte> escaped)
    {
        Span<byte> quoted = new byte[escaped.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        escaped.CopyTo(quoted[1..]);
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.GetString()!;
    }
}

using System.Text;
using System.Text.Json;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Alertmanager;

/// <summary>Takes texts out of JSON without unpacking what will not be kept.</summary>
internal static class BoundedText
{
    /// <summary>The text at which the reader stands, cut to a length; null for JSON's null. The reader must read from one span.</summary>
    /// <exception cref="JsonException">Something else stands there.</exception>
    public static string? Read(ref Utf8JsonReader reader, int length)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("a text is needed");
        var text = reader.ValueSpan;
        if (text.Length <= length)
            return reader.GetString();
        // One character more than is kept tells that it is to be cut.
        var beginning = text[..EndOf(text, length + 1)];
        return TextBounds.Cut(reader.ValueIsEscaped ? Unescaped(beginning) : Encoding.UTF8.GetString(beginning), length);
    }

    // Where so many UTF-16 code units end at the earliest, between two characters.
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

    // \ud800 to \udbff: the other half stands behind it.
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

using System.Buffers.Text;

namespace BalloonExporter.Options.LinkKeys;

/// <summary>base64url as RFC 7515 has it: without padding and white space, and each text of bytes in one spelling.</summary>
internal static class Base64Text
{
    public static string Of(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>The bytes; null when it is something else.</summary>
    public static byte[]? TryRead(ReadOnlySpan<char> text)
    {
        // The decoder skips white space and takes padding.
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_'))
                return null;
        }

        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            // The last character may have bits that no byte uses.
            return text.SequenceEqual(Base64Url.EncodeToString(bytes)) ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

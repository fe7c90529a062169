namespace ExporterToolkit.Configuration;

/// <summary>A value as error messages quote it: only its beginning when it is long.</summary>
internal static class Excerpt
{
    private const int Most = 256;
    private const char Mark = '…';

    /// <summary>The text, or its beginning with a mark: at most 256 UTF-16 code units, and no half of a character.</summary>
    public static string Of(string text)
    {
        if (text.Length <= Most)
            return text;
        var kept = char.IsHighSurrogate(text[Most - 2]) ? Most - 2 : Most - 1;
        return string.Concat(text.AsSpan(0, kept), [Mark]);
    }
}

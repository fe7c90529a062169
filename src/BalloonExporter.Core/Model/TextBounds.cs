namespace BalloonExporter.Core.Model;

/// <summary>Limits of untrusted texts that are kept, logged or shown. Lengths are UTF-16 code units, including the mark.</summary>
public static class TextBounds
{
    /// <summary>A UUID as RFC 9562 writes it.</summary>
    public const int Uuid = 36;

    /// <summary>Alertmanager's fingerprints have 16 characters; other senders may use longer hashes.</summary>
    public const int Fingerprint = 64;

    /// <summary>Other texts: names of users and domains, reasons, titles. libvirt stores domains in files, whose names have at most 255 bytes.</summary>
    public const int Text = 256;

    /// <summary>Error messages, which may quote the input.</summary>
    public const int Error = 1024;

    /// <summary>The last character of a text that was cut.</summary>
    public const char Mark = '…';

    /// <summary>The text, or its beginning with <see cref="Mark"/> when it is longer. Never cuts a character in two.</summary>
    public static string Cut(string text, int length = Text)
    {
        if (text.Length <= length)
            return text;
        var kept = length - 1;
        if (char.IsHighSurrogate(text[kept - 1]))
            kept--;
        return string.Concat(text.AsSpan(0, kept), [Mark]);
    }
}

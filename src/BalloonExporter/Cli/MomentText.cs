using System.Globalization;

namespace BalloonExporter.Cli;

/// <summary>A moment as options have it: a date or a time of RFC 3339 (UTC where it names no zone), or UNIX seconds.</summary>
internal static class MomentText
{
    /// <summary>For messages.</summary>
    public const string Expected = "a time such as 2026-11-01, 2026-11-01T12:00:00Z or UNIX seconds";

    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>UNIX seconds; null when the text is no moment.</summary>
    public static long? TryParse(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var second))
            return second <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? second : null;
        return DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeSeconds() : null;
    }
}

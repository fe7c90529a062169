using System.Globalization;

namespace BalloonExporter.Backtest.Output;

/// <summary>Times in results.</summary>
public static class TimeText
{
    /// <summary>A time in UTC, as RFC 3339 has it.</summary>
    /// <param name="unixSeconds">UNIX seconds.</param>
    public static string Of(long unixSeconds) => DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

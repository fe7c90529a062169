using System.Globalization;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>Times in UTC, as the log has them.</summary>
internal static class UiTime
{
    public static Html Of(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return Html.Of(
            $"<time datetime=\"{utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\">{utc.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}</time>");
    }
}

using System.Globalization;

namespace BalloonExporter.Api;

/// <summary>How long ago something was, for people.</summary>
internal static class AgeText
{
    public static string Of(TimeSpan age) => age.TotalSeconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, age.TotalSeconds):0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min");
}

using System.Globalization;
using BalloonExporter.Core.Model;
using BalloonExporter.Options.Texts;

namespace BalloonExporter.Pages;

/// <summary>Sizes, times and links as customers read them. This program has no cultures, so German commas and dates are made here.</summary>
internal static class PageText
{
    private const char NoBreak = '\u00a0';

    /// <summary>A size as memory is sold: GB are binary. One decimal, and none where it is 0.</summary>
    public static string Size(Catalogue texts, long kib)
    {
        var mib = Kib.ToMiB(kib);
        var gib = Math.Round(mib / Kib.PerMiB, 1);
        if (gib < 1)
            return string.Create(CultureInfo.InvariantCulture, $"{mib:0}{NoBreak}MB");
        return $"{Number(texts, gib, "0.#")}{NoBreak}GB";
    }

    /// <summary>A part of a time, rounded down: what is not all is not called so.</summary>
    public static string Percent(Catalogue texts, double ratio) => $"{Number(texts, Math.Floor(Math.Clamp(ratio, 0, 1) * 10_000) / 100, "0.##")}{NoBreak}%";

    /// <summary>A time in its largest unit.</summary>
    public static string Duration(Catalogue texts, TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => $"{Number(texts, Math.Max(1, Math.Round(time.TotalSeconds)), "0")}{NoBreak}s",
        { TotalHours: < 1 } => $"{Number(texts, Math.Round(time.TotalMinutes), "0")}{NoBreak}min",
        _ => $"{Number(texts, time.TotalHours, "0.#")}{NoBreak}h",
    };

    /// <summary>A time in UTC; the page's script writes it in the customer's own zone.</summary>
    public static Html Time(Catalogue texts, DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        var machine = utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var human = utc.ToString(IsGerman(texts) ? "dd.MM.yyyy HH:mm 'UTC'" : "yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return Html.Of($"<time datetime=\"{machine}\">{human}</time>");
    }

    /// <summary>A link of the provider, in a new window, since the page may be in a frame; nothing where there is none.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="address">Name of the text with its address.</param>
    /// <param name="label">Name of the text with its label.</param>
    public static Html? Link(Catalogue texts, string address, string label) =>
        texts[address] is { Length: > 0 } link ? Html.Of($"<a href=\"{link}\" target=\"_blank\" rel=\"noopener noreferrer\">{texts[label]}</a>") : null;

    private static string Number(Catalogue texts, double value, string format)
    {
        var number = value.ToString(format, CultureInfo.InvariantCulture);
        return IsGerman(texts) ? number.Replace('.', ',') : number;
    }

    private static bool IsGerman(Catalogue texts) => texts.Language == Catalogues.German;
}

using System.Globalization;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Explaining;

/// <summary>A number of an explanation, with where it can be asked for.</summary>
/// <param name="What">What it is, for people.</param>
/// <param name="Value">The value as the source has it: bytes, UNIX seconds.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Source">The metric, the recorded series, or the page and field of the API.</param>
internal sealed record Figure(string What, double Value, FigureUnit Unit, string Source)
{
    /// <summary>The levels of a host by their number, as the API spells them.</summary>
    public static readonly IReadOnlyList<string> Levels = ["green", "hold", "soft", "red", "crit"];

    /// <summary>The value for people.</summary>
    public string Text => Unit switch
    {
        FigureUnit.Bytes => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(Kib.FromBytes(Value) / Kib.PerMiB)} MiB"),
        FigureUnit.Time => DateTimeOffset.FromUnixTimeMilliseconds((long)(Value * 1000)).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        FigureUnit.Level when Value >= 0 && Value < Levels.Count => Levels[(int)Value].ToUpperInvariant(),
        FigureUnit.YesNo => Value != 0 ? "yes" : "no",
        _ => Value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}

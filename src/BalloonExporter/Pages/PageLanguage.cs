using System.Globalization;
using BalloonExporter.Options;
using BalloonExporter.Options.Texts;

namespace BalloonExporter.Pages;

/// <summary>The language of a page: the link's, else the browser's, else English.</summary>
internal sealed class PageLanguage(ExporterOptions options)
{
    private const int MostRanges = 16;

    private readonly Lazy<IReadOnlyDictionary<string, Catalogue>> _catalogues =
        new(() => options.Customer.TextsFile is { } file ? TextsFile.Read(file.FullName) : Catalogues.Embedded);

    /// <param name="claimed">What the link says; null: nothing.</param>
    /// <param name="accepted">The header <c>Accept-Language</c>.</param>
    public Catalogue Of(string? claimed, string? accepted) =>
        _catalogues.Value.GetValueOrDefault(NameOf(claimed) ?? Preferred(accepted) ?? Catalogues.English)!;

    // RFC 9110, 12.5.4: ranges with weights; what is written first wins among equals.
    private string? Preferred(string? accepted) => (accepted ?? "").Split(',', MostRanges)
        .Select(range => range.Split(';', 2))
        .Select(range => (Name: NameOf(range[0].Trim()), Weight: range.Length > 1 ? WeightOf(range[1]) : 1))
        .Where(range => range is { Name: not null, Weight: > 0 })
        .OrderByDescending(range => range.Weight)
        .Select(range => range.Name)
        .FirstOrDefault();

    // A region is no language of its own here: de-AT is German.
    private string? NameOf(string? range)
    {
        var name = range?.ToLowerInvariant();
        if (name is null || _catalogues.Value.ContainsKey(name))
            return name;
        var language = name.Split('-')[0];
        return _catalogues.Value.ContainsKey(language) ? language : null;
    }

    private static double WeightOf(string parameter) =>
        parameter.Trim() is ['q', '=', .. var weight] && double.TryParse(weight, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0;
}

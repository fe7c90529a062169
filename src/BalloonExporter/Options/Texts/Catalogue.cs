namespace BalloonExporter.Options.Texts;

/// <summary>The texts of the customers' page in one language. Immutable.</summary>
/// <param name="language">The language for the page's <c>lang</c>.</param>
/// <param name="texts">Texts by name.</param>
internal sealed class Catalogue(string language, IReadOnlyDictionary<string, string> texts)
{
    public string Language => language;

    /// <summary>The text with this name. Plain text: to be encoded when it is written into a page.</summary>
    /// <exception cref="KeyNotFoundException">There is none: a fault of this program.</exception>
    public string this[string name] => texts[name];

    public IEnumerable<string> Names => texts.Keys;

    /// <summary>The text, with a value in place of <c>{NAME}</c>.</summary>
    public string With(string name, string placeholder, string value) => texts[name].Replace($"{{{placeholder}}}", value, StringComparison.Ordinal);

    /// <summary>This catalogue, in which some texts are replaced.</summary>
    public Catalogue Replaced(IReadOnlyDictionary<string, string> others) =>
        new(language, texts.Keys.ToDictionary(name => name, name => others.GetValueOrDefault(name) ?? texts[name], StringComparer.Ordinal));
}

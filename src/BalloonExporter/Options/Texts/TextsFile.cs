using System.Text.Json;
using ExporterToolkit.Configuration;
using ExporterToolkit.Files;

namespace BalloonExporter.Options.Texts;

/// <summary>A provider's own texts: <c>{"de": {"recommended": "…", "help_url": "https://…"}, "all": {…}}</c>. What it does not name stays.</summary>
internal static class TextsFile
{
    /// <summary>The key of texts for every language, such as links.</summary>
    private const string All = "all";

    /// <summary>The ending of the names of links.</summary>
    private const string LinkEnding = "_url";

    /// <summary>The catalogues with those texts.</summary>
    /// <exception cref="FormatException">What is wrong with the file.</exception>
    public static IReadOnlyDictionary<string, Catalogue> Read(string path)
    {
        try
        {
            var own = JsonSerializer.Deserialize(SmallFile.Read(path, SmallFile.LongestText).Text, TextsJson.Default.DictionaryStringDictionaryStringString) ?? [];
            foreach (var (language, texts) in own)
                Check(language, texts);
            var ofAll = own.GetValueOrDefault(All) ?? [];
            return Catalogues.Embedded.ToDictionary(
                catalogue => catalogue.Key, catalogue => catalogue.Value.Replaced(ofAll).Replaced(own.GetValueOrDefault(catalogue.Key) ?? []), StringComparer.Ordinal);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{path} is no JSON object of texts by language: {JsonFault.Of(exception)}", exception);
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            throw new FormatException(exception.Message.StartsWith(path, StringComparison.Ordinal) ? exception.Message : $"{path}: {exception.Message}", exception);
        }
    }

    private static void Check(string language, Dictionary<string, string>? texts)
    {
        if (language != All && !Catalogues.Embedded.ContainsKey(language))
            throw new FormatException($"{language} is not known: expected {string.Join(", ", Catalogues.Embedded.Keys)} or {All}");
        var known = Catalogues.Embedded[Catalogues.English].Names.ToHashSet(StringComparer.Ordinal);
        foreach (var (name, text) in texts ?? [])
        {
            if (!known.Contains(name))
                throw new FormatException($"{language}: no text is called {name}");
            if (text is null)
                throw new FormatException($"{language}: {name} is null");
            if (name.EndsWith(LinkEnding, StringComparison.Ordinal) && text.Length > 0 && !(Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is "http" or "https"))
                throw new FormatException($"{language}: {name} is not a link such as https://example.com/help");
        }
    }
}

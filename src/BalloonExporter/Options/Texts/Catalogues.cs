using System.Text.Json;

namespace BalloonExporter.Options.Texts;

/// <summary>The embedded texts of the customers' page: a file for each language.</summary>
internal static class Catalogues
{
    public const string English = "en";

    /// <summary>German that says du.</summary>
    public const string German = "de";

    /// <summary>German that says Sie. Only what differs is in its file.</summary>
    public const string FormalGerman = "de-formal";

    /// <summary>All languages, by the name that links and the texts file use.</summary>
    public static IReadOnlyDictionary<string, Catalogue> Embedded { get; } = ReadAll();

    private static Dictionary<string, Catalogue> ReadAll()
    {
        var german = new Catalogue("de", Read(German));
        return new(StringComparer.Ordinal)
        {
            [English] = new Catalogue("en", Read(English)),
            [German] = german,
            [FormalGerman] = german.Replaced(Read(FormalGerman)),
        };
    }

    private static Dictionary<string, string> Read(string name)
    {
        using var file = typeof(Catalogues).Assembly.GetManifestResourceStream($"texts/{name}.json") ?? throw new InvalidOperationException($"no embedded texts {name}");
        return JsonSerializer.Deserialize(file, TextsJson.Default.DictionaryStringString)!;
    }
}

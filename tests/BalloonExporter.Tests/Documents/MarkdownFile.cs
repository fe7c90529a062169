using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Documents;

/// <summary>What of a Markdown page others may point to, and what it points to.</summary>
internal sealed partial class MarkdownFile
{
    private MarkdownFile(string path, string text)
    {
        Path = path;
        var prose = Span().Replace(Block().Replace(text, ""), "``");
        Links = [.. Link().Matches(prose).Select(link => link.Groups[1].Value)];
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(Block().Replace(text, "")))
        {
            var slug = Slug(heading.Groups[1].Value);
            var name = slug;
            for (var again = 1; !anchors.Add(name); again++)
                name = $"{slug}-{again}";
        }

        Anchors = anchors;
    }

    public string Path { get; }

    /// <summary>Targets of its links and pictures, as written.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>Its headings, as GitHub names them.</summary>
    public IReadOnlySet<string> Anchors { get; }

    public static MarkdownFile Read(string path) => new(path, File.ReadAllText(path));

    public static MarkdownFile Parse(string path, string text) => new(path, text);

    private static string Slug(string heading) =>
        NotInSlug().Replace(Link().Replace(heading, "").ToLowerInvariant(), "").Trim().Replace(' ', '-');

    // Fenced, or indented by four after an empty line.
    [GeneratedRegex(@"^```.*?^```$|(?<=\n\n)(?:    [^\n]*\n+)+", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex Span();

    [GeneratedRegex(@"(?<=\])\(([^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} +(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInSlug();
}

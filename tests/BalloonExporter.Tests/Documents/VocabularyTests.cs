using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Documents;

/// <summary>Words that comments and messages of the source do without, each with the word to use or the reason.</summary>
public sealed partial class VocabularyTests
{
    private static readonly (string Word, string Instead)[] Banned =
    [
        ("wish", "policy; request"),
        ("wishes", "policies; requests"),
        ("conduct", "back-off"),
        ("plight", "need score"),
        ("overtaken", "superseded"),
        ("sliver", "small part"),
        ("whoever", "name the subject: the caller, a user, the exporter"),
        ("whom", "name the subject"),
        ("somebody", "another program; a user; the caller"),
        ("anybody", "any user; any process"),
        ("everybody", "all users; all domains"),
        ("nobody", "no domain; no user"),
        ("vouch", "confirm; verify"),
        ("vouches", "confirms; verifies"),
        ("anyhow", "anyway"),
        ("afresh", "anew"),
        ("in vain", "without effect"),
        ("of ours", "of this exporter"),
        ("the same with", "say what is added"),
        ("is there twice", "duplicate"),
        ("must hold keys with values", "expected a mapping"),
    ];

    public static IEnumerable<object[]> Files { get; } =
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(file => new object[] { file });

    [Theory]
    [MemberData(nameof(Files))]
    public void Comments_and_messages_use_the_words_of_the_field(string file) =>
        Assert.Empty(Found(File.ReadAllText(Path.Combine(Repository.Root, file))));

    // A search that finds nothing anywhere would pass all of the above.
    [Theory]
    [InlineData("/// <summary>Whoever asks.</summary>", "whoever")]
    [InlineData("x(); // Somebody else moved it.", "somebody")]
    [InlineData("throw new FormatException($\"{key} is there twice\");", "is there twice")]
    public void The_search_finds_a_banned_word(string line, string word) => Assert.StartsWith(word, Assert.Single(Found(line)), StringComparison.Ordinal);

    [Theory]
    [InlineData("var nobody = Whoever();")]
    [InlineData("/// <summary>Conductor.</summary>")]
    public void Names_in_code_and_longer_words_are_not_meant(string line) => Assert.Empty(Found(line));

    private static List<string> Found(string source)
    {
        var prose = string.Join('\n', Prose().Matches(source).Select(match => match.Value));
        return [.. Banned.Where(entry => Regex.IsMatch(prose, $@"\b{entry.Word}\b", RegexOptions.IgnoreCase)).Select(entry => $"{entry.Word}: {entry.Instead}")];
    }

    [GeneratedRegex("""
        //[^\n]*|"(?:[^"\\\n]|\\.)*"
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex Prose();
}

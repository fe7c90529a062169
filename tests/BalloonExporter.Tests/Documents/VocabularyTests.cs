using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Documents;

/// <summary>Words that comments, messages, pages and names of tests do without, each with the word to use or the reason.</summary>
public sealed partial class VocabularyTests
{
    private const int LongestTestName = 90;

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

    // Names of things: a receiver, a host, an old caller, a controller of the simulator.
    private static readonly string[] Names = ["balloon-nobody", "nobody:10177", "anybody@ADDRESS", "| nobody |", "nobody, mom", "nobody mom", "steady nobody"];

    private static readonly string[] Folders = ["alerts", "dashboards", "demo.sh", "deploy", "docs", "src", "test.sh", "tests", "tools", "README.md", "CONTRIBUTING.md", "SECURITY.md"];

    private static readonly string[] Pages = [".md", ".yml", ".json", ".sh", ".py", ".mjs", ".ts", ".service"];

    private static readonly IReadOnlyList<string> All =
    [
        .. Folders.Select(folder => Path.Combine(Repository.Root, folder)).SelectMany(path => File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal)
                && !file.Contains("/corpus/", StringComparison.Ordinal)
                && Path.GetFileName(file) != $"{nameof(VocabularyTests)}.cs"),
    ];

    public static IEnumerable<object[]> Sources { get; } = All.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).Select(file => new object[] { file });

    public static IEnumerable<object[]> Texts { get; } = All.Where(file => Pages.Contains(Path.GetExtension(file))).Select(file => new object[] { file });

    [Theory]
    [MemberData(nameof(Sources))]
    public void Comments_and_messages_use_the_words_of_the_field(string file) => Assert.Empty(InCode(Read(file)));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Pages_rules_and_scripts_use_the_words_of_the_field(string file) => Assert.Empty(Found(Read(file)));

    [Theory]
    [MemberData(nameof(Sources))]
    public void Code_uses_no_former_name(string file) => Assert.DoesNotMatch(FormerName(), Prose().Replace(Read(file), ""));

    [Fact]
    public void Names_of_tests_can_be_read_aloud_once()
    {
        var names = All.Where(file => file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => TestName().Matches(Read(file)).Select(match => match.Groups[1].Value)).ToList();

        Assert.InRange(names.Count, 1000, 10_000);
        Assert.DoesNotContain(names, IsHardToRead);
    }

    [Fact]
    public void The_toolkit_names_nothing_of_balloons()
    {
        var sources = All.Where(file => file.StartsWith("src/ExporterToolkit/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)).ToList();

        Assert.InRange(sources.Count, 50, 500);
        Assert.DoesNotContain(sources, file => Balloons().IsMatch(Read(file)));
    }

    // A search that finds nothing anywhere would pass all of the above.
    [Theory]
    [InlineData("/// <summary>Whoever asks.</summary>", "whoever")]
    [InlineData("x(); // Somebody else moved it.", "somebody")]
    [InlineData("throw new FormatException($\"{key} is there twice\");", "is there twice")]
    public void The_search_finds_a_banned_word(string line, string word) => Assert.StartsWith(word, Assert.Single(InCode(line)), StringComparison.Ordinal);

    [Theory]
    [InlineData("new DomainWish()", true)]
    [InlineData("_arc.See(all)", true)]
    [InlineData("Account(Surroundings)", true)]
    [InlineData("new Conductor()", false)]
    [InlineData("Search(architecture)", false)]
    public void The_search_finds_a_former_name(string code, bool isFound) => Assert.Equal(isFound, FormerName().IsMatch(code));

    // The text between two strings is not a string.
    [Theory]
    [InlineData("""["ours", "nobody"]""")]
    [InlineData("var nobody = Whoever();")]
    [InlineData("/// <summary>Conductor.</summary>")]
    [InlineData("Ask(\"nobody\");")]
    [InlineData("// Other hosts go to balloon-nobody.")]
    public void Names_and_longer_words_are_not_meant(string line) => Assert.Empty(InCode(line));

    [Theory]
    [InlineData("Who_is_late_waits", true)]
    [InlineData("A_caller_keeps_nobody_waiting", true)]
    [InlineData("A_caller_that_is_late_and_that_has_no_key_and_that_asks_for_the_page_of_all_domains_for_the_second_time_waits", true)]
    [InlineData("A_late_caller_waits", false)]
    public void The_search_finds_a_name_that_is_hard_to_read(string name, bool isHard) => Assert.Equal(isHard, IsHardToRead(name));

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static bool IsHardToRead(string name) => name.Length > LongestTestName || RelativeSubject().IsMatch(name) || Found(name.Replace('_', ' ')).Count > 0;

    // A string of one word is a name.
    private static List<string> InCode(string source) =>
        Found(string.Join('\n', Prose().Matches(source).Select(match => match.Value).Where(text => text.StartsWith('/') || text.Contains(' ', StringComparison.Ordinal))));

    private static List<string> Found(string text)
    {
        text = Names.Aggregate(text, (rest, name) => rest.Replace(name, "", StringComparison.Ordinal));
        return [.. Banned.Where(entry => Regex.IsMatch(text, $@"\b{entry.Word}\b", RegexOptions.IgnoreCase)).Select(entry => $"{entry.Word}: {entry.Instead}")];
    }

    // Comments and strings.
    [GeneratedRegex("""
        //[^\n]*|"(?:[^"\\\n]|\\.)*"
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex Prose();

    [GeneratedRegex(@"(Wish|Surroundings|ReflexArc|Conduct|PutUp|Overtaken|Plight|Sliver|Vouch|Defiance|Appetite)(?![a-z])|\b_?(wish|surroundings|arc|conduct|overtaken|plight)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex FormerName();

    [GeneratedRegex(@"(?:Task|void) ([A-Z][a-z0-9]*_\w+)\(")]
    private static partial Regex TestName();

    [GeneratedRegex("balloon|libvirt", RegexOptions.IgnoreCase)]
    private static partial Regex Balloons();

    [GeneratedRegex("^(Who|Whose)_")]
    private static partial Regex RelativeSubject();
}

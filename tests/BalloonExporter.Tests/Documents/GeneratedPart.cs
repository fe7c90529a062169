using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Documents;

/// <summary>The part of a page in docs/ that is made from the program, between two comments; people write what stands around it.</summary>
internal static partial class GeneratedPart
{
    /// <summary>Set to anything: pages are written anew in place of being compared.</summary>
    private const string RenewVariable = "BALLOON_RENEW_DOCS";

    public static bool IsRenewed => Environment.GetEnvironmentVariable(RenewVariable) is { Length: > 0 };

    /// <summary>Fails when the page says anything else.</summary>
    /// <param name="page">Name of a file in docs/.</param>
    /// <param name="expected">What stands between the comments, in Markdown.</param>
    public static void Matches(string page, string expected)
    {
        var path = Path.Combine(Repository.Root, "docs", page);
        var text = File.ReadAllText(path);
        if (IsRenewed)
            File.WriteAllText(path, Replace(text, expected));
        else if (Replace(text, expected) != text)
            Assert.Fail($"docs/{page} does not say what the program does: run tests/renew-docs.sh to renew it. First difference: {FirstDifference(text, expected)}");
    }

    /// <summary>The page with another generated part.</summary>
    public static string Replace(string text, string expected)
    {
        Assert.Single(Part().Matches(text));
        return Part().Replace(text, part => $"{part.Groups[1].Value}\n{expected.Trim('\n')}\n\n{part.Groups[3].Value}");
    }

    private static string FirstDifference(string text, string expected)
    {
        var written = Part().Match(text).Groups[2].Value.Trim('\n').Split('\n');
        var wanted = expected.Trim('\n').Split('\n');
        var line = Enumerable.Range(0, Math.Max(written.Length, wanted.Length)).FirstOrDefault(index => written.ElementAtOrDefault(index) != wanted.ElementAtOrDefault(index));
        return $"\"{written.ElementAtOrDefault(line)}\", now \"{wanted.ElementAtOrDefault(line)}\"";
    }

    [GeneratedRegex(@"^(<!-- generated: [^\n]*-->\n)(.*?)^(<!-- end of what is generated -->)$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Part();
}

using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Tests.Api;

/// <summary>Each reason has a test that is named after it and asserts it, here or in the tests of the core.</summary>
public sealed partial class DecisionReasonTests
{
    private static readonly IReadOnlyList<(string Name, string Body)> Tests = [.. Files().SelectMany(file => Read(File.ReadAllText(file)))];

    public static TheoryData<DecisionReason> Reasons { get; } = new(Enum.GetValues<DecisionReason>());

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_is_the_beginning_of_a_tests_name(DecisionReason reason) => Assert.Contains(Tests, test => Shows(test, reason));

    [Theory]
    [InlineData("")]
    [InlineData("// Assert.Equal(DecisionReason.DeadBand, decision.Reason);")]
    [InlineData("Assert.Equal(DecisionReason.Grace, decision.Reason);")]
    [InlineData("_ = DecisionReason.DeadBand;")]
    [InlineData("_ = DecisionReason.DeadBand; Assert.True(true);")]
    public void A_test_that_does_not_assert_the_reason_it_is_named_after_does_not_count(string body)
    {
        Assert.DoesNotContain(Read(Test(body)), test => Shows(test, DecisionReason.DeadBand));
        Assert.Contains(Read(Test("Assert.Equal(DecisionReason.DeadBand, decision.Reason);")), test => Shows(test, DecisionReason.DeadBand));
    }

    private static string Test(string body) => $"    [Fact]\n    public void Dead_band_is_kept()\n    {{\n        {body}\n    }}\n";

    private static bool Shows((string Name, string Body) test, DecisionReason reason)
    {
        var label = reason.ToLabel();
        return test.Name.StartsWith(char.ToUpperInvariant(label[0]) + label[1..] + "_", StringComparison.Ordinal)
            && test.Body.Split(';').Any(statement => Regex.IsMatch(statement, $@"\b(DecisionReason\.{reason}|{label})\b") && Assertion().IsMatch(statement));
    }

    private static IEnumerable<string> Files() => ((string[])["BalloonExporter.Tests", "BalloonExporter.Core.Tests"])
        .SelectMany(project => Directory.GetFiles(Path.Combine(Repository.Root, "tests", project), "*Tests*.cs", SearchOption.AllDirectories));

    private static IEnumerable<(string Name, string Body)> Read(string source)
    {
        source = Comment().Replace(source, "");
        foreach (Match match in Head().Matches(source))
        {
            var rest = source[(match.Index + match.Length)..];
            var end = rest.TrimStart().StartsWith("=>", StringComparison.Ordinal) ? ";\n" : "\n    }\n";
            yield return (match.Groups["name"].Value, rest.Split(end)[0]);
        }
    }

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(^    \[.*\]\n)*    \[(Fact|Theory).*\]\n(    \[.*\]\n)*    public (static )?(async )?(Task|void) (?<name>\w+)\([^)]*\)", RegexOptions.Multiline)]
    private static partial Regex Head();

    // Of xunit, or of a class of these tests that ends in one.
    [GeneratedRegex(@"\bAssert\.|\bIs(Refused|Applied|Ignored|Pinned)\w*\(|\bRefuses?\w*\(|\bAssert\w+\(")]
    private static partial Regex Assertion();
}

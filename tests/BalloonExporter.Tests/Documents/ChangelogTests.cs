using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BalloonExporter.Tests.Documents;

/// <summary>The changelog is of the version that is built, and each line says what kind of change it is.</summary>
public sealed partial class ChangelogTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "CHANGELOG.md"));

    [Fact]
    public void It_begins_with_the_version_that_is_built()
    {
        var version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

        var heading = Heading().Match(Lines.First(line => line.StartsWith("## ", StringComparison.Ordinal)));

        Assert.True(heading.Success);
        Assert.Equal(version, heading.Groups[1].Value);
    }

    [Fact]
    public void Each_line_begins_with_its_kind() =>
        Assert.DoesNotContain(Lines, line => line.StartsWith("* ", StringComparison.Ordinal) && !Kind().IsMatch(line));

    [GeneratedRegex(@"^## (\d+\.\d+\.\d+) \((?:unreleased|\d{4}-\d{2}-\d{2})\)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\* \[(?:CHANGE|FEATURE|ENHANCEMENT|BUGFIX)\] \S")]
    private static partial Regex Kind();
}

using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using BalloonExporter.Tests.Metrics;

namespace BalloonExporter.Tests.Documents;

/// <summary>The reference pages say what the program does. <c>tests/renew-docs.sh</c> runs these to write them anew.</summary>
public sealed partial class ReferencePageTests
{
    [Fact]
    public void The_page_of_options_is_that_of_the_flags() => GeneratedPart.Matches("options.md", OptionsTable.Render());

    [Fact]
    public async Task The_page_of_metrics_is_that_of_the_scrape() => GeneratedPart.Matches("metrics.md", await MetricsTable.RenderAsync());

    [Fact]
    public void The_page_of_decisions_is_that_of_the_enum() => GeneratedPart.Matches("decisions.md", DecisionsTable.Render());

    [Fact]
    public void The_page_of_decisions_names_every_verdict()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "decisions.md"));

        Assert.All(Enum.GetValues<Verdict>(), verdict => Assert.Contains($"`{verdict.ToLabel()}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_option_says_its_default() => Assert.Empty(OptionsTable.WithoutDefault(new CommandLine()));

    /// <summary>Else a family would be missing in the page, and in everything else that is checked against the golden scrape.</summary>
    [Fact]
    public async Task Every_family_that_the_sources_name_is_in_the_golden_scrape()
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "src", "BalloonExporter"), "*.cs", SearchOption.AllDirectories);
        var named = sources.SelectMany(file => BeginsFamily().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.True(named.Count > 100, $"only {named.Count} families in the sources");
        Assert.Equal(named.Order(StringComparer.Ordinal), Scrape.MetricNames(await Scrape.GoldenAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_page_that_says_anything_else_is_found()
    {
        const string page = "before\n<!-- generated: x -->\n\n| a |\n\n<!-- end of what is generated -->\nafter\n";

        Assert.Equal(page, GeneratedPart.Replace(page, "| a |\n"));
        Assert.Equal(page.Replace("| a |", "| b |", StringComparison.Ordinal), GeneratedPart.Replace(page, "| b |\n"));
    }

    // The first argument of whatever makes a family: its name is never put together.
    [GeneratedRegex(@"\(\s*""(balloon_[a-z0-9_]+)""\s*,")]
    private static partial Regex BeginsFamily();
}

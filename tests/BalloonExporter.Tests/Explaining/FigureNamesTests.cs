using System.Reflection;
using BalloonExporter.Cli.Past;
using BalloonExporter.Explaining;
using BalloonExporter.Tests.Metrics;

namespace BalloonExporter.Tests.Explaining;

/// <summary>Every metric that an explanation names exists, and its lists are complete.</summary>
public sealed class FigureNamesTests
{
    private static readonly IReadOnlyList<FigureKind> Listed = [.. FigureKind.OfDomain, .. FigureKind.OfHost];

    [Fact]
    public async Task Every_metric_exists_in_the_scrape_or_a_rule_records_it() => Assert.Empty(
        await KnownNames.UnknownMetricsAsync(string.Join(' ', [.. Listed.Select(kind => kind.Metric), .. PastDomain.OtherMetrics, PastMove.Moves])));

    [Fact]
    public void Every_kind_of_figure_is_in_one_of_the_lists()
    {
        var all = typeof(FigureKind).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => field.GetValue(null)).OfType<FigureKind>().ToList();

        Assert.Equal(all.OrderBy(kind => kind.Metric, StringComparer.Ordinal), Listed.OrderBy(kind => kind.Metric, StringComparer.Ordinal));
        Assert.Equal(all.Count, all.DistinctBy(kind => kind.Metric).Count());
    }
}

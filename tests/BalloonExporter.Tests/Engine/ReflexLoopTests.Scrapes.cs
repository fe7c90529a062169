using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <summary>Looks that come just before a scrape.</summary>
public sealed partial class ReflexLoopTests
{
    private readonly ScrapePhase _scrapes = new();

    [Fact]
    public async Task All_domains_are_looked_at_just_before_a_scrape_and_then_no_more_than_ten_seconds_pass()
    {
        Reads(Domain(1));
        foreach (var ago in (int[])[60, 45, 30, 15])
            _scrapes.Note(Now + TimeSpan.FromSeconds(2.3 - ago));

        var looks = new List<int>();
        for (var second = 0; second < 15; second++)
        {
            await LookAsync();
            looks.Add(_reader.Asked.Count);
        }

        Assert.Equal([1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3], looks);
    }
}

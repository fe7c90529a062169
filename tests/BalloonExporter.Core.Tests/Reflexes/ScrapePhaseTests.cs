using BalloonExporter.Core.Model;
using BalloonExporter.Core.Reflexes;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed class ScrapePhaseTests
{
    private readonly ScrapePhase _phase = new();

    [Fact]
    public void A_look_is_made_half_a_second_before_the_scrape_that_is_expected()
    {
        Scrapes(100, 115.01, 130, 145.02);

        Assert.InRange((_phase.NextLookAt(At(146))!.Value - At(0)).TotalSeconds, 159.4, 159.6);
        // The scrape is overdue: nothing more is expected of it.
        Assert.Null(_phase.NextLookAt(At(161)));
    }

    [Fact]
    public void Three_scrapes_are_not_enough_and_one_by_hand_is_no_interval()
    {
        Scrapes(100, 115, 130);
        Assert.Null(_phase.NextLookAt(At(131)));

        Scrapes(137, 145);
        Assert.Equal(At(151.5), _phase.NextLookAt(At(146)));
        Scrapes(151);
        Assert.Equal(At(159.5), _phase.NextLookAt(At(152)));
    }

    [Fact]
    public void Two_scrapers_with_one_interval_are_both_expected()
    {
        Scrapes(100, 107, 115, 122, 130, 137, 145, 152);

        Assert.Equal(At(159.5), _phase.NextLookAt(At(153)));
        Assert.Equal(At(166.5), _phase.NextLookAt(At(160)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(300)]
    public void Scrapes_too_close_or_too_far_apart_are_not_waited_for(double seconds)
    {
        Scrapes([.. Enumerable.Range(0, 12).Select(scrape => 100 + (scrape * seconds))]);

        Assert.Null(_phase.NextLookAt(At(100 + (11.5 * seconds))));
    }

    [Fact]
    public void Irregular_scrapes_have_no_interval()
    {
        Scrapes(100, 106, 113, 121, 130, 140);

        Assert.Null(_phase.NextLookAt(At(141)));
    }

    private static Moment At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);

    private void Scrapes(params double[] seconds)
    {
        foreach (var second in seconds)
            _phase.Note(At(second));
    }
}

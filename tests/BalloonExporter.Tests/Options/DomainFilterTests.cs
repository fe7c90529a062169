using System.Diagnostics;
using BalloonExporter.Options;

namespace BalloonExporter.Tests.Options;

public sealed class DomainFilterTests
{
    [Theory]
    [InlineData(null, null, "shop", true)]
    [InlineData("shop", null, "shop", true)]
    [InlineData("shop", null, "shop2", false)]
    [InlineData("shop", null, "my shop", false)]
    [InlineData("shop|web", null, "web", true)]
    [InlineData("shop|web", null, "web2", false)]
    [InlineData("shop.*", null, "shop2", true)]
    [InlineData("", null, "shop", false)]
    [InlineData("shop", null, "shop\n", false)]
    [InlineData("shop", null, "Shop", false)]
    [InlineData("(?i)shop", null, "Shop", true)]
    [InlineData(null, "infra-.*", "infra-dns", false)]
    [InlineData(null, "infra-.*", "my-infra-dns", true)]
    [InlineData("infra-.*", "infra-dns", "infra-dns", false)]
    [InlineData("infra-.*", "infra-dns", "infra-mail", true)]
    public void A_pattern_matches_a_whole_name_and_exclusion_wins(string? include, string? exclude, string name, bool selected) =>
        Assert.Equal(selected, Filter(include, exclude).Selects(name));

    [Theory]
    [InlineData("(")]
    [InlineData("a)|(b")]
    [InlineData("[")]
    [InlineData("*")]
    [InlineData("(a)\\1")]
    [InlineData("(?=a)a")]
    public void What_is_no_pattern_or_could_take_for_ever_is_not_read(string pattern) => Assert.Null(DomainFilter.TryParse(pattern));

    [Fact]
    public void A_name_made_to_hold_the_scrape_up_does_not()
    {
        var filter = Filter("(a+)+b", null);
        var started = Stopwatch.GetTimestamp();

        Assert.False(filter.Selects(new string('a', 100_000)));

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    private static DomainFilter Filter(string? include, string? exclude) => new()
    {
        Include = include is null ? null : DomainFilter.TryParse(include)!,
        Exclude = exclude is null ? null : DomainFilter.TryParse(exclude)!,
    };
}

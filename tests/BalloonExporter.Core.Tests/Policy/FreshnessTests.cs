using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Tests.GuardRails;

namespace BalloonExporter.Core.Tests.Policy;

public sealed class FreshnessTests
{
    private static readonly Moment Now = Situation.Noon;

    [Theory]
    [InlineData(2, 0.0, true)]
    [InlineData(2, 7.0, true)] // three periods, and a second for times cut to whole seconds
    [InlineData(2, 7.001, false)]
    [InlineData(10, 31.0, true)]
    [InlineData(10, 31.001, false)]
    [InlineData(1, 4.0, true)]
    [InlineData(1, 4.001, false)]
    public void A_sample_is_fresh_for_three_periods(int periodSeconds, double ageSeconds, bool fresh) => Assert.Equal(
        fresh, Freshness.IsFresh(Now - TimeSpan.FromSeconds(ageSeconds), TimeSpan.FromSeconds(periodSeconds), new Limits(), Now));

    [Fact]
    public void Without_polling_nothing_is_fresh() => Assert.False(Freshness.IsFresh(Now, TimeSpan.Zero, new Limits(), Now));

    [Fact]
    public void A_sample_from_a_clock_that_was_set_back_counts_as_fresh() =>
        Assert.True(Freshness.IsFresh(Now + TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2), new Limits(), Now));
}

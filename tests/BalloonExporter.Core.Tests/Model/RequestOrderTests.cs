using BalloonExporter.Core.Model;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Model;

public sealed class RequestOrderTests
{
    [Theory]
    [InlineData(-10, 300, -5, 200, true)]
    [InlineData(-5, 300, -10, 400, false)]
    [InlineData(-5, 300, -5, 400, false)]
    // From the future: it never takes the place of one from now, and gives way to it.
    [InlineData(-5, 300, 59, 400, false)]
    [InlineData(59, 200, -5, 300, true)]
    [InlineData(59, 400, -5, 300, true)]
    [InlineData(58, 300, 59, 300, true)]
    // A little ahead: only what leaves the guest more.
    [InlineData(-5, 400, 4, 300, false)]
    [InlineData(-5, 300, 4, 400, true)]
    [InlineData(4, 300, -5, 400, true)]
    [InlineData(4, 400, -5, 300, false)]
    [InlineData(3, 300, 4, 300, true)]
    public void The_newer_counts_unless_a_clock_goes_ahead(int firstAt, int firstMib, int secondAt, int secondMib, bool superseded) =>
        Assert.Equal(superseded, Request(secondAt, secondMib).Supersedes(Request(firstAt, firstMib), Noon));

    [Fact]
    public void What_the_exporter_has_seen_itself_counts_whatever_the_clocks_say()
    {
        var reflex = Request(0, 300) with { Origin = RequestOrigin.Rescue };

        Assert.True(reflex.Supersedes(Request(4, 500), Noon));
        Assert.True(reflex.Supersedes(Request(59, 500), Noon));
        Assert.False(Request(4, 500).Supersedes(reflex, Noon));
    }

    private static BalloonRequest Request(int second, int targetMib) => Asking(targetMib * MiB, Noon + TimeSpan.FromSeconds(second));
}

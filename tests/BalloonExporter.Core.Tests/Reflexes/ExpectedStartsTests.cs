using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed class ExpectedStartsTests
{
    private static readonly Guid Shop = new(1, 0, 0, new byte[8]);

    private readonly ExpectedStarts _starts = new(new Limits());

    [Fact]
    public void A_quarter_of_what_is_about_to_start_is_expected_for_a_minute()
    {
        Assert.Equal(Noon + TimeSpan.FromMinutes(1), _starts.Expect(Shop, 4 * GiB, Noon));

        Assert.Equal(GiB, _starts.ExpectedKib(Noon + TimeSpan.FromSeconds(59.9)));
        Assert.Equal(0, _starts.ExpectedKib(Noon + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Told_twice_a_domain_is_expected_once()
    {
        _starts.Expect(Shop, 4 * GiB, Noon);
        _starts.Expect(Shop, 8 * GiB, Noon);

        Assert.Equal(2 * GiB, _starts.ExpectedKib(Noon));
    }

    [Fact]
    public void What_has_started_is_expected_no_more_and_is_told_once()
    {
        _starts.Expect(Shop, 4 * GiB, Noon);
        Assert.False(_starts.TakeStarted());

        _starts.Started(Shop);

        Assert.Equal(0, _starts.ExpectedKib(Noon));
        Assert.True(_starts.TakeStarted());
        Assert.False(_starts.TakeStarted());
    }

    [Fact]
    public void No_more_than_a_thousand_are_expected_at_once_and_those_are_kept()
    {
        for (var number = 0; number < 1000; number++)
            Assert.NotNull(_starts.Expect(new Guid(number, 0, 0, new byte[8]), 4 * GiB, Noon));

        Assert.Null(_starts.Expect(Guid.NewGuid(), 4 * GiB, Noon));
        Assert.NotNull(_starts.Expect(Shop, 4 * GiB, Noon));
        Assert.NotNull(_starts.Expect(Guid.NewGuid(), 4 * GiB, Noon + TimeSpan.FromMinutes(1)));
    }
}

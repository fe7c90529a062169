using BalloonExporter.Core.Model;
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
        Assert.Equal(new ExpectedStart(GiB, Noon + TimeSpan.FromMinutes(1), IsNew: true), _starts.Expect(Shop, 4 * GiB, Noon));

        Assert.Equal(GiB, _starts.ExpectedKib(Noon + TimeSpan.FromSeconds(59.9)));
        Assert.Equal(0, _starts.ExpectedKib(Noon + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Told_twice_a_domain_is_expected_once()
    {
        _starts.Expect(Shop, 4 * GiB, Noon);
        Assert.False(_starts.Expect(Shop, 8 * GiB, Noon)!.IsNew);

        Assert.Equal(2 * GiB, _starts.ExpectedKib(Noon));
        Assert.Equal((1, 2), (_starts.Count(Noon), _starts.Announced));
    }

    [Fact]
    public void What_has_started_keeps_its_room_until_it_is_seen()
    {
        _starts.Expect(Shop, 4 * GiB, Noon);

        _starts.Started(Shop);
        Assert.Equal(GiB, _starts.ExpectedKib(Noon));

        _starts.Seen(Shop, Noon + TimeSpan.FromSeconds(1));
        Assert.Equal(0, _starts.ExpectedKib(Noon));
    }

    [Fact]
    public void What_was_seen_before_it_is_started_anew_does_not_count_as_started()
    {
        _starts.Expect(Shop, 4 * GiB, Noon);

        _starts.Seen(Shop, Noon - TimeSpan.FromMinutes(5));
        _starts.Seen(Shop, null);

        Assert.Equal(GiB, _starts.ExpectedKib(Noon));
    }

    [Fact]
    public void A_start_is_told_once()
    {
        Assert.False(_starts.TakeStarted());

        _starts.Started(Shop);

        Assert.True(_starts.TakeStarted());
        Assert.False(_starts.TakeStarted());
    }

    [Fact]
    public void A_start_is_under_way_from_its_announcement_to_its_event_and_not_for_long()
    {
        Assert.False(_starts.IsUnderWay(Noon));
        _starts.Expect(Shop, 4 * GiB, Noon);

        Assert.True(_starts.IsUnderWay(Noon + TimeSpan.FromSeconds(4.9)));
        Assert.False(_starts.IsUnderWay(Noon + TimeSpan.FromSeconds(5)));
        _starts.Started(Shop);
        Assert.False(_starts.IsUnderWay(Noon));
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

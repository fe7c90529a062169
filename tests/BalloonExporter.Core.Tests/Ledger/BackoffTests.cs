using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Ledger;

public sealed class BackoffTests
{
    private static readonly Limits Limits = new();

    [Fact]
    public void The_first_cooldown_lasts_two_minutes() => Assert.Equal(Minutes(2), Backoff.AfterRescue(null, Noon, Limits).Until - Noon);

    [Fact]
    public void A_rescue_within_the_cooldown_begins_it_again_and_does_not_lengthen_it()
    {
        var first = Backoff.AfterRescue(null, Noon, Limits);
        var second = Backoff.AfterRescue(first, Noon + Minutes(1), Limits);

        Assert.Equal(Noon + Minutes(3), second.Until);
    }

    [Fact]
    public void Each_rescue_soon_after_a_cooldown_makes_the_next_half_as_long_again_up_to_half_an_hour()
    {
        var lengths = new List<double>();
        Backoff? cooldown = null;
        var at = Noon;
        for (var rescue = 0; rescue < 10; rescue++)
        {
            cooldown = Backoff.AfterRescue(cooldown, at, Limits);
            lengths.Add((cooldown.Until - at).TotalMinutes);
            at = cooldown.Until;
        }

        Assert.Equal([2, 3, 4.5, 6.75, 10.125, 15.1875, 22.78125, 30, 30, 30], lengths);
    }

    [Fact]
    public void Ten_quiet_minutes_take_a_step_back()
    {
        var cooldown = Backoff.AfterRescue(new Backoff(Noon, 3), Noon + Minutes(10), Limits);
        Assert.Equal(3, cooldown.Step);

        Assert.Equal(0, Backoff.AfterRescue(new Backoff(Noon, 3), Noon + Minutes(60), Limits).Step);
    }

    [Fact]
    public void An_uncooperative_guest_is_left_alone_for_10_20_40_and_at_most_60_minutes()
    {
        var lengths = new List<double>();
        Backoff? exclusion = null;
        var at = Noon;
        for (var time = 0; time < 6; time++)
        {
            exclusion = Backoff.AfterUncooperative(exclusion, at, Limits);
            lengths.Add((exclusion.Until - at).TotalMinutes);
            at = exclusion.Until + Minutes(1);
        }

        Assert.Equal([10, 20, 40, 60, 60, 60], lengths);
    }

    [Fact]
    public void A_guest_that_behaved_for_hours_begins_anew()
    {
        var exclusion = Backoff.AfterUncooperative(new Backoff(Noon, 5), Noon + TimeSpan.FromHours(7), Limits);

        Assert.Equal(Minutes(10), exclusion.Until - (Noon + TimeSpan.FromHours(7)));
    }

    [Fact]
    public void No_number_of_times_makes_it_last_for_ever()
    {
        Backoff? exclusion = null;
        var at = Noon;
        for (var time = 0; time < 1000; time++)
        {
            exclusion = Backoff.AfterUncooperative(exclusion, at, Limits);
            Assert.InRange(exclusion.Until - at, Minutes(10), Minutes(60));
            at = exclusion.Until;
        }
    }

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);
}

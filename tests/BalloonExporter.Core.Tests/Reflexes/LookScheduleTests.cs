using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;
using static BalloonExporter.Core.Tests.Reflexes.Seen;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed class LookScheduleTests
{
    private static readonly LedgerEntry Nothing = LedgerEntry.Empty;

    [Fact]
    public void A_guest_that_has_all_it_was_sold_is_not_watched() => Assert.Equal(LookSchedule.Never, Pause(Domain(1, 4 * GiB, 4 * GiB)));

    [Fact]
    public void A_tight_guest_is_looked_at_as_soon_as_its_next_sample_may_be_there()
    {
        var tight = Domain(1, 2 * GiB, (2 * GiB) - (150 * MiB));
        Assert.Equal(2, tight.Facts.StatisticsPeriod!.Value.TotalSeconds);

        Assert.Equal(1.75, LookSchedule.DelayAfter(tight, Noon - TimeSpan.FromSeconds(2), Nothing, new Limits()).TotalSeconds);
        Assert.Equal(0.25, LookSchedule.DelayAfter(tight, Noon, Nothing, new Limits()).TotalSeconds);
    }

    [Fact]
    public void A_guest_is_tight_when_its_usable_memory_may_be_gone_in_a_second_until_it_lasts_for_two()
    {
        Assert.True(IsTight(usableMib: 370, already: false));
        Assert.False(IsTight(usableMib: 400, already: false));
        Assert.True(IsTight(usableMib: 600, already: true));
        Assert.False(IsTight(usableMib: 660, already: true));

        static bool IsTight(long usableMib, bool already) => LookSchedule.IsTight(Domain(1, 2 * GiB, (2 * GiB) - (usableMib * MiB)), already, new Limits());
    }

    [Fact]
    public void A_guest_with_its_maximum_or_not_running_is_never_tight_and_a_silent_one_stays_as_it_was()
    {
        Assert.False(LookSchedule.IsTight(Domain(1, 4 * GiB, 4 * GiB), true, new Limits()));
        Assert.False(LookSchedule.IsTight(Domain(1, 2 * GiB, 2 * GiB) with { State = DomainState.Paused }, true, new Limits()));
        var silent = Domain(1, 2 * GiB, 2 * GiB) with { StatisticsFresh = false };
        Assert.True(LookSchedule.IsTight(silent, true, new Limits()));
        Assert.False(LookSchedule.IsTight(silent, false, new Limits()));
    }

    [Fact]
    public void A_guest_that_grows_is_looked_at_every_second()
    {
        var domain = Domain(1, 3 * GiB, 2 * GiB);

        Assert.Equal(1, Pause(domain with { WorkingSet = domain.WorkingSet! with { RisePerSecondKib = 100 * MiB } }).TotalSeconds);
    }

    [Fact]
    public void A_guest_with_some_room_is_looked_at_every_other_second() => Assert.Equal(2, Pause(Domain(1, 2 * GiB, (2 * GiB) - (500 * MiB))).TotalSeconds);

    [Fact]
    public void A_guest_with_much_room_is_looked_at_when_it_could_have_eaten_it() => Assert.InRange(Pause(Domain(1, 3 * GiB, GiB)).TotalSeconds, 5.9, 6);

    [Fact]
    public void A_balloon_on_its_way_is_looked_at_every_second()
    {
        var moving = Nothing with { Watch = new BalloonWatch(4 * GiB, Noon, 4 * GiB) { Move = new BalloonMove(4 * GiB, 3 * GiB, Noon) } };

        Assert.Equal(1, LookSchedule.DelayAfter(Domain(1, 4 * GiB, GiB), null, moving, new Limits()).TotalSeconds);
    }

    [Fact]
    public void A_guest_that_does_not_report_is_looked_at_every_other_second() =>
        Assert.Equal(2, Pause(Domain(1, 2 * GiB, GiB) with { StatisticsFresh = false }).TotalSeconds);

    [Fact]
    public void A_domain_that_does_not_run_or_is_excluded_is_not_watched()
    {
        Assert.Equal(LookSchedule.Never, Pause(Domain(1, 2 * GiB, 2 * GiB) with { State = DomainState.Paused }));
        Assert.Equal(LookSchedule.Never, Pause(Domain(1, 2 * GiB, 2 * GiB) with { Excluded = true }));
    }

    private static TimeSpan Pause(DomainMemory domain) => LookSchedule.DelayAfter(domain, null, Nothing, new Limits());
}

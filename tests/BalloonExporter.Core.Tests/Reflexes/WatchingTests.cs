using BalloonExporter.Domains;
using BalloonExporter.Policy;
using BalloonExporter.Reflexes;
using static BalloonExporter.Core.Tests.Policy.Situation;
using static BalloonExporter.Core.Tests.Reflexes.Seen;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed class WatchingTests
{
    private static readonly MovementLedger.Account Nothing = MovementLedger.Account.Empty;

    [Fact]
    public void A_guest_that_has_all_it_was_sold_is_not_watched() => Assert.Equal(Watching.Quiet, Pause(Domain(1, 4 * GiB, 4 * GiB)));

    [Fact]
    public void A_guest_in_trouble_is_looked_at_every_second() => Assert.Equal(1, Pause(Domain(1, 2 * GiB, (2 * GiB) - (150 * MiB))).TotalSeconds);

    [Fact]
    public void A_guest_that_grows_is_looked_at_every_second()
    {
        var domain = Domain(1, 3 * GiB, 2 * GiB);

        Assert.Equal(1, Pause(domain with { WorkingSet = domain.WorkingSet! with { RisePerSecondKib = 100 * MiB } }).TotalSeconds);
    }

    [Fact]
    public void A_guest_with_some_room_is_looked_at_every_other_second() => Assert.Equal(2, Pause(Domain(1, 2 * GiB, (2 * GiB) - (400 * MiB))).TotalSeconds);

    [Fact]
    public void A_guest_with_much_room_is_looked_at_when_it_could_have_eaten_it() => Assert.InRange(Pause(Domain(1, 3 * GiB, GiB)).TotalSeconds, 5.9, 6);

    [Fact]
    public void A_balloon_on_its_way_is_looked_at_every_second()
    {
        var moving = Nothing with { Watch = new BalloonWatch(4 * GiB, Noon, 4 * GiB) { Pursuit = new Pursuit(4 * GiB, 3 * GiB, Noon) } };

        Assert.Equal(1, Watching.Pause(Domain(1, 4 * GiB, GiB), moving, new Limits()).TotalSeconds);
    }

    [Fact]
    public void A_guest_that_does_not_report_is_looked_at_every_other_second() =>
        Assert.Equal(2, Pause(Domain(1, 2 * GiB, GiB) with { StatisticsFresh = false }).TotalSeconds);

    [Fact]
    public void Who_does_not_run_or_was_left_out_is_not_watched()
    {
        Assert.Equal(Watching.Quiet, Pause(Domain(1, 2 * GiB, 2 * GiB) with { State = DomainState.Paused }));
        Assert.Equal(Watching.Quiet, Pause(Domain(1, 2 * GiB, 2 * GiB) with { Excluded = true }));
    }

    private static TimeSpan Pause(DomainMemory domain) => Watching.Pause(domain, Nothing, new Limits());
}

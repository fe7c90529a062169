using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tracking;

namespace BalloonExporter.Tests.Tracking;

public sealed class WantedPeriodsTests
{
    private static readonly Guid Uuid = Snapshots.Uuid(1);
    private static readonly DomainFacts Facts = Snapshots.Domain(1).Facts;

    private readonly WantedPeriods _periods = new(TestOptions.Act);

    [Fact]
    public void A_guest_that_is_asked_too_rarely_is_named_once_for_each_reading_of_its_xml()
    {
        var never = Snapshots.Domain(1) with { Facts = Facts with { StatisticsPeriod = TimeSpan.Zero } };
        _periods.Look(never);
        _periods.Look(never);
        Assert.Equal([Uuid], Named());
        Assert.Equal(TimeSpan.FromSeconds(2), _periods.Of(Uuid));

        _periods.Look(never with { Facts = never.Facts with { Title = "read again" } });
        Assert.Equal([Uuid], Named());
        _periods.Look(Snapshots.Domain(1));
        Assert.Empty(Named());
    }

    [Fact]
    public void No_period_is_set_for_an_instance_that_is_to_be_left_alone_or_has_none()
    {
        var never = Facts with { StatisticsPeriod = TimeSpan.Zero };
        foreach (var facts in (DomainFacts[])[
            never with { Policy = new PolicySpec { Enabled = false } },
            never with { NextPolicy = new PolicySpec { Enabled = false } },
            never with { Policy = PolicySpec.Malformed("broken") },
            never with { Balloon = BalloonCapability.Fixed },
            never with { HasStatisticsPeriod = false },
            DomainFacts.Unknown])
        {
            _periods.Look(Snapshots.Domain(1) with { Facts = facts });
        }

        Assert.Empty(Named());
    }

    [Fact]
    public void A_tight_guest_is_asked_every_second_while_it_is_tight_and_as_before_afterwards()
    {
        Asked(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(2) }, expected: TimeSpan.FromSeconds(1));
        Asked(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(2) }, expected: null);

        See(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(1) }, usableKib: 3 * Snapshots.GiB);
        Assert.Equal([Uuid], Named());
        Assert.Equal(TimeSpan.FromSeconds(2), _periods.Of(Uuid));
    }

    [Fact]
    public void A_tight_guest_is_asked_as_before_if_that_is_every_second_or_if_it_is_to_be_left_alone()
    {
        Asked(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(1) }, expected: null);
        Asked(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(2), Policy = new PolicySpec { Enabled = false } }, expected: null);
        Asked(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(2), Balloon = BalloonCapability.Fixed }, expected: null);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(10, 2)]
    public void A_period_that_a_killed_exporter_left_behind_is_put_back(int definedSeconds, int seconds)
    {
        var left = Facts with { StatisticsPeriod = TimeSpan.FromSeconds(1), NextStatisticsPeriod = TimeSpan.FromSeconds(definedSeconds), HasManagedMarker = true };
        // Still tight: then it stays, and is put back afterwards.
        Asked(left, expected: TimeSpan.FromSeconds(1));
        See(left, usableKib: 3 * Snapshots.GiB);
        Assert.Contains(Uuid, Named());
        Assert.Equal(TimeSpan.FromSeconds(seconds), _periods.Of(Uuid));

        _periods.Forget(Uuid);
        See(left, usableKib: 3 * Snapshots.GiB);
        Assert.Equal([Uuid], Named());
        Assert.Equal(TimeSpan.FromSeconds(seconds), _periods.Of(Uuid));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(10, false)]
    public void A_second_that_the_definition_asks_for_or_another_program_set_stays(int definedSeconds, bool hasMarker)
    {
        See(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(1), NextStatisticsPeriod = TimeSpan.FromSeconds(definedSeconds), HasManagedMarker = hasMarker }, usableKib: 3 * Snapshots.GiB);

        Assert.Empty(Named());
    }

    [Fact]
    public void A_sample_may_be_asked_for_while_a_guest_is_tight_and_its_period_may_be_set()
    {
        See(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(2) }, usableKib: 100 * Snapshots.MiB);
        Assert.Equal(TimeSpan.FromSeconds(1), _periods.OfTight(Uuid));
        // It keeps a short period of its own.
        See(Facts with { StatisticsPeriod = TimeSpan.FromSeconds(1) }, usableKib: 100 * Snapshots.MiB);
        Assert.Equal(TimeSpan.FromSeconds(1), _periods.OfTight(Uuid));

        See(Facts with { StatisticsPeriod = TimeSpan.Zero }, usableKib: 100 * Snapshots.MiB);
        Assert.Null(_periods.OfTight(Uuid));
        See(Facts with { Policy = new PolicySpec { Enabled = false } }, usableKib: 100 * Snapshots.MiB);
        Assert.Null(_periods.OfTight(Uuid));
        See(Facts, usableKib: 3 * Snapshots.GiB);
        Assert.Null(_periods.OfTight(Uuid));
    }

    [Fact]
    public void An_instance_that_ended_is_no_longer_tight()
    {
        See(Facts, usableKib: 100 * Snapshots.MiB);
        Assert.Equal(TimeSpan.FromSeconds(1), _periods.Of(Uuid));
        _periods.Forget(Uuid);
        Assert.Equal(TimeSpan.FromSeconds(2), _periods.Of(Uuid));

        See(Facts, usableKib: 100 * Snapshots.MiB);
        _periods.Keep(new HashSet<Guid>());
        Assert.Equal(TimeSpan.FromSeconds(2), _periods.Of(Uuid));
    }

    private void Asked(DomainFacts facts, TimeSpan? expected)
    {
        See(facts, usableKib: 100 * Snapshots.MiB);
        Assert.Equal(expected, _periods.Wrong.TryRead(out var uuid) ? _periods.Of(uuid) : null);
    }

    private List<Guid> Named()
    {
        var named = new List<Guid>();
        while (_periods.Wrong.TryRead(out var uuid))
            named.Add(uuid);
        return named;
    }

    private void See(DomainFacts facts, long usableKib) => _periods.Look(
        Snapshots.Domain(1, 3 * Snapshots.GiB) with { Facts = facts, StatisticsFresh = true, Guest = Snapshots.Domain(1).Guest! with { UsableKib = usableKib } });
}

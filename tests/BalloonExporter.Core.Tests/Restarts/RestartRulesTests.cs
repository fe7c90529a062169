using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Restarts;

namespace BalloonExporter.Core.Tests.Restarts;

/// <summary>Each reason why a restart is refused before the guest is touched, by name.</summary>
public sealed class RestartRulesTests
{
    private const long GiB = 1024 * 1024;

    private static readonly Moment Now = new(TimeSpan.TicksPerDay);

    private static readonly DomainPower Shop = new()
    {
        Uuid = RestartWorld.Uuid,
        Name = "shop",
        State = DomainState.Running,
        Instance = 1,
        IsPersistent = true,
        JobActive = false,
        OnPoweroff = "destroy",
        Facts = new DomainFacts { Balloon = BalloonCapability.Manageable, NextBalloon = BalloonCapability.Manageable, NextMaximumKib = 4 * GiB },
    };

    public static TheoryData<RestartRefusal, DomainPower> Domains => new()
    {
        { RestartRefusal.Container, Shop with { Facts = Shop.Facts with { Balloon = BalloonCapability.None } } },
        { RestartRefusal.OtherPlatform, Shop with { Facts = Shop.Facts with { OpenStack = new OpenStackInstance(null, null, null, null) } } },
        { RestartRefusal.OtherPlatform, Shop with { Facts = Shop.Facts with { Ovirt = new OvirtMachine(null, null) } } },
        { RestartRefusal.NotRunning, Shop with { State = DomainState.ShutOff, Instance = null } },
        { RestartRefusal.Transient, Shop with { IsPersistent = false } },
        { RestartRefusal.Paused, Shop with { State = DomainState.Paused } },
        { RestartRefusal.Paused, Shop with { State = DomainState.PmSuspended } },
        { RestartRefusal.Paused, Shop with { State = DomainState.ShuttingDown } },
        { RestartRefusal.Paused, Shop with { State = DomainState.Crashed } },
        { RestartRefusal.ManagedSave, Shop with { HasManagedSave = true } },
        { RestartRefusal.JobActive, Shop with { JobActive = true } },
        { RestartRefusal.JobUnknown, Shop with { JobActive = null } },
        { RestartRefusal.OnPoweroff, Shop with { OnPoweroff = "restart" } },
        { RestartRefusal.OnPoweroff, Shop with { OnPoweroff = "preserve" } },
    };

    [Theory]
    [MemberData(nameof(Domains))]
    public void A_domain_that_cannot_be_restarted_is_refused_for_its_reason(RestartRefusal reason, DomainPower domain)
    {
        Assert.Equal(reason, Refusal(domain));
        Assert.Equal(reason, Refusal(domain, isForced: true, Restarted(RestartPhase.StillRunning, ago: 300)));
    }

    [Fact]
    public void A_domain_that_runs_is_restarted() => Assert.Null(Refusal(Shop with { OnPoweroff = null }));

    [Fact]
    public void Machines_of_other_platforms_are_restarted_by_their_command()
    {
        var instance = Shop with { Facts = Shop.Facts with { Ovirt = new OvirtMachine(null, null) } };

        Assert.Null(RestartRules.RefusalOf(instance, isForced: false, new RestartStanding(null, 0, HasCommand: true), Now));
        Assert.Equal(RestartMode.Command, RestartRules.ModeOf(instance, isForced: true));
        Assert.Equal(RestartMode.Force, RestartRules.ModeOf(Shop, isForced: true));
        Assert.Equal(RestartMode.Graceful, RestartRules.ModeOf(Shop, isForced: false));
    }

    [Theory]
    [InlineData(RestartPhase.Requested)]
    [InlineData(RestartPhase.ShuttingDown)]
    [InlineData(RestartPhase.Stopping)]
    [InlineData(RestartPhase.Starting)]
    [InlineData(RestartPhase.Commanding)]
    public void Another_restart_under_way_comes_first(RestartPhase phase)
    {
        Assert.Equal(RestartRefusal.UnderWay, Refusal(Shop, last: Restarted(phase, ago: 300)));
        Assert.Equal(RestartRefusal.UnderWay, Refusal(Shop, isForced: true, Restarted(phase, ago: 300)));
    }

    [Fact]
    public void A_domain_is_restarted_once_a_minute()
    {
        Assert.Equal(RestartRefusal.TooSoon, Refusal(Shop, last: Restarted(RestartPhase.Done, ago: 59)));
        Assert.Null(Refusal(Shop, last: Restarted(RestartPhase.Done, ago: 60)));
        Assert.Null(Refusal(Shop, last: Restarted(RestartPhase.Withdrawn, ago: 1)));
        Assert.Null(Refusal(Shop, isForced: true, Restarted(RestartPhase.StillRunning, ago: 5)));
    }

    [Fact]
    public void Four_restarts_at_once_are_enough_for_a_host()
    {
        Assert.Null(RestartRules.RefusalOf(Shop, isForced: false, new RestartStanding(null, 3, HasCommand: false), Now));
        Assert.Equal(RestartRefusal.TooMany, RestartRules.RefusalOf(Shop, isForced: false, new RestartStanding(null, 4, HasCommand: false), Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(RestartPhase.Done)]
    [InlineData(RestartPhase.Failed)]
    [InlineData(RestartPhase.Withdrawn)]
    public void Force_is_for_a_guest_that_still_runs_after_its_deadline(RestartPhase? last) =>
        Assert.Equal(RestartRefusal.ForceNotDue, Refusal(Shop, isForced: true, last is { } phase ? Restarted(phase, ago: 300) : null));

    [Fact]
    public void Room_is_needed_for_a_guest_that_will_have_fixed_memory_only()
    {
        var limits = new Limits();
        var optedOut = Shop with { Facts = Shop.Facts with { NextPolicy = new PolicySpec { Enabled = false } } };
        var withoutBalloon = Shop with { Facts = Shop.Facts with { NextBalloon = BalloonCapability.Fixed } };

        Assert.Equal(0, RestartRoom.OwedKib(Shop, GiB, limits));
        Assert.Equal(3 * GiB, RestartRoom.OwedKib(optedOut, GiB, limits));
        Assert.Equal(3 * GiB, RestartRoom.OwedKib(withoutBalloon, GiB, limits));
        Assert.Equal(4 * GiB, RestartRoom.OwedKib(optedOut, null, limits));
        Assert.Equal(0, RestartRoom.OwedKib(optedOut, 5 * GiB, limits));
    }

    [Fact]
    public void What_is_missing_is_told_to_the_byte_and_above_RED()
    {
        var limits = new Limits();
        var host = new HostMemory { PhysicalTotalKib = 100 * GiB, PhysicalAvailableKib = 8 * GiB, FreeKib = 8 * GiB };

        // RED begins at 6 GiB of 100.
        Assert.Equal(GiB, RestartRoom.MissingKib(3 * GiB, host, limits));
        Assert.Equal(0, RestartRoom.MissingKib(2 * GiB, host, limits));
        Assert.Equal(0, RestartRoom.MissingKib(0, host with { PhysicalAvailableKib = 0 }, limits));
    }

    [Fact]
    public void Every_refusal_has_words_of_its_own()
    {
        var texts = Enum.GetValues<RestartRefusal>().Select(RestartRefusalText.Of).ToList();

        Assert.Equal(texts.Count, texts.Distinct().Count());
    }

    private static RestartRefusal? Refusal(DomainPower domain, bool isForced = false, Restart? last = null) =>
        RestartRules.RefusalOf(domain, isForced, new RestartStanding(last, 0, HasCommand: false), Now);

    private static Restart Restarted(RestartPhase phase, int ago) => new()
    {
        Uuid = RestartWorld.Uuid,
        Name = "shop",
        Mode = RestartMode.Graceful,
        By = "uid:0",
        RequestedAt = Now - TimeSpan.FromSeconds(ago),
        Since = Now,
        Deadline = RestartLimits.DefaultDeadline,
        Instance = 1,
        Phase = phase,
    };
}

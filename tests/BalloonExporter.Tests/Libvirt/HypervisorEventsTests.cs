using BalloonExporter.Core.Ports;
using BalloonExporter.Libvirt;
using BalloonExporter.Tests.Fakes;
using LibvirtSharp;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>What each lifecycle event means to what is remembered of a domain that ran for five minutes.</summary>
public sealed class HypervisorEventsTests
{
    private static readonly Guid Uuid = Snapshots.Uuid(1);

    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly Tracked _tracked;
    private readonly HypervisorEvents _events;

    public HypervisorEventsTests()
    {
        _tracked = new Tracked(_time);
        _events = new HypervisorEvents(_tracked.Events, new LifecycleFeed(), NullLogger<HypervisorEvents>.Instance);
        _tracked.Facts.Remember(Uuid, "guest1", Snapshots.Domain(1).Facts with { RunningSince = null, StartedEnabled = null });
        _time.Advance(TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(1)] // migrated
    [InlineData(2)] // from a snapshot
    [InlineData(3)] // in post-copy
    public void A_guest_that_goes_on_here_after_it_came_from_elsewhere_gets_its_grace(int detail)
    {
        Comes(DomainLifecycleEventType.Resumed, detail);

        Assert.Equal(_time.GetUtcNow().Steady(), _tracked.Facts.Of(Uuid)?.RunningSince);
    }

    [Fact]
    public void A_guest_that_was_paused_and_goes_on_is_as_old_as_before()
    {
        Comes(DomainLifecycleEventType.Resumed, 0);

        Assert.Equal(Snapshots.Noon.Steady(), _tracked.Facts.Of(Uuid)?.RunningSince);
    }

    [Theory]
    [InlineData(DomainLifecycleEventType.Defined)]
    [InlineData(DomainLifecycleEventType.Undefined)]
    public void A_definition_that_changes_or_goes_is_read_again_and_the_instance_lives_on(DomainLifecycleEventType type)
    {
        Comes(type, 0);

        Assert.Null(_tracked.Facts.Of(Uuid));
        Assert.Equal(Snapshots.Noon.Steady(), _tracked.Facts.Remember(Uuid, "guest1", Snapshots.Domain(1).Facts).RunningSince);
    }

    [Theory]
    [InlineData(DomainLifecycleEventType.Started)]
    [InlineData(DomainLifecycleEventType.Stopped)]
    [InlineData(DomainLifecycleEventType.Crashed)]
    public void A_start_or_an_end_begins_a_new_life(DomainLifecycleEventType type)
    {
        Comes(type, 0);

        Assert.Equal(_time.GetUtcNow().Steady(), _tracked.Facts.Remember(Uuid, "guest1", Snapshots.Domain(1).Facts).RunningSince);
    }

    private void Comes(DomainLifecycleEventType type, int detail) =>
        _events.Lifecycle(new DomainLifecycleEvent(Uuid, "guest1", LibvirtEnum.From<DomainLifecycleEventType>((int)type), detail));
}

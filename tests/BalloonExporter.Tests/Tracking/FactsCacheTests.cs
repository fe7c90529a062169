using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tracking;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Tracking;

public sealed class FactsCacheTests
{
    private static readonly Guid Uuid = Snapshots.Uuid(1);
    private static readonly DomainFacts Facts = Snapshots.Domain(1).Facts with { RunningSince = null };

    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly Tracked _tracked;
    private readonly FactsCache _facts;

    public FactsCacheTests()
    {
        _tracked = new Tracked(_time);
        _facts = _tracked.Facts;
    }

    [Fact]
    public void Facts_not_read_yet_must_be_read() => Assert.Null(_facts.Of(Uuid));

    [Fact]
    public void Facts_once_read_are_kept()
    {
        var remembered = Remember();
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Same(remembered, _facts.Of(Uuid));
    }

    [Fact]
    public void A_reboot_begins_a_new_grace_but_keeps_what_the_xml_says()
    {
        Remember();
        _time.Advance(TimeSpan.FromMinutes(5));

        _tracked.Events.Rebooted(Uuid);

        Assert.Equal(Facts with { RunningSince = _time.GetUtcNow().Steady() }, _facts.Of(Uuid));
        Assert.Same(_facts.Of(Uuid), _facts.Of(Uuid));
    }

    [Fact]
    public void Facts_that_are_doubted_are_read_again_after_10_seconds()
    {
        Remember();
        _facts.Doubt(Uuid, true);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull(_facts.Of(Uuid));
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Null(_facts.Of(Uuid));

        _facts.Doubt(Uuid, false);
        Assert.NotNull(_facts.Of(Uuid));
        _facts.Doubt(Uuid, true);
        Remember();
        Assert.NotNull(_facts.Of(Uuid));
    }

    [Fact]
    public void Facts_of_a_domain_that_changed_or_does_not_run_are_forgotten()
    {
        Remember();
        _facts.Forget(Uuid);
        Assert.Null(_facts.Of(Uuid));

        Remember();
        _facts.ForgetAll();
        Assert.Null(_facts.Of(Uuid));

        Remember();
        _facts.Keep(new HashSet<Guid> { Uuid });
        Assert.NotNull(_facts.Of(Uuid));
        _facts.Keep(new HashSet<Guid>());
        Assert.Null(_facts.Of(Uuid));
    }

    private DomainFacts Remember() => _facts.Remember(Uuid, "guest1", Facts);
}

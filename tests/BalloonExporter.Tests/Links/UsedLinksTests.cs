using System.Collections.Frozen;
using BalloonExporter.Core.Model;
using BalloonExporter.Links;
using BalloonExporter.Options.Keys;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Links;

public sealed class UsedLinksTests
{
    private readonly FakeTimeProvider _time = new(Snapshots.Noon);

    [Fact]
    public void A_link_opens_the_page_once()
    {
        var used = new UsedLinks(new SteadyClock(_time));

        Assert.Null(used.Use(Link("a")));
        Assert.NotNull(used.Use(Link("a")));
        Assert.Null(used.Use(Link("b")));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.NotNull(used.Use(Link("a")));
    }

    [Fact]
    public void A_link_from_before_the_start_may_have_been_used_already()
    {
        var used = new UsedLinks(new SteadyClock(_time));

        Assert.NotNull(used.Use(Link("a") with { IssuedAt = Snapshots.Noon - TimeSpan.FromSeconds(2) }));
        // Its time has whole seconds.
        Assert.Null(used.Use(Link("a") with { IssuedAt = Snapshots.Noon - TimeSpan.FromSeconds(1) }));
    }

    [Fact]
    public void Links_are_forgotten_once_they_have_expired()
    {
        var used = new UsedLinks(new SteadyClock(_time));
        for (var number = 0; number < UsedLinks.Most; number++)
            Assert.Null(used.Use(Link($"{number}")));
        Assert.NotNull(used.Use(Link("one more")));

        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(used.Use(Link("one more")));
    }

    private static Link Link(string id) => new()
    {
        Domain = Snapshots.Uuid(1),
        May = FrozenSet<Scope>.Empty,
        Subject = "customer-7",
        Id = id,
        IssuedAt = Snapshots.Noon,
        ExpiresAt = Snapshots.Noon + TimeSpan.FromMinutes(5),
    };
}

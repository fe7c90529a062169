using BalloonExporter.Core.Model;
using BalloonExporter.Pages;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Pages;

public sealed class SessionsTests
{
    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly Sessions _sessions;

    public SessionsTests() => _sessions = new Sessions(new SteadyClock(_time));

    [Fact]
    public void A_session_is_for_its_own_domain_and_its_own_id()
    {
        var id = _sessions.Open(PageViews.Link(1));

        Assert.NotNull(_sessions.Find(id, Snapshots.Uuid(1), isUsed: true));
        Assert.Null(_sessions.Find(id, Snapshots.Uuid(2), isUsed: true));
        Assert.Null(_sessions.Find(id + "A", Snapshots.Uuid(1), isUsed: true));
        Assert.Null(_sessions.Find("", Snapshots.Uuid(1), isUsed: true));
        Assert.NotEqual(id, _sessions.Open(PageViews.Link(1)));
        Assert.True(id.Length >= 43, "256 bits");
    }

    [Fact]
    public void A_session_ends_when_no_person_uses_it_for_15_minutes()
    {
        var id = _sessions.Open(PageViews.Link(1));

        _time.Advance(TimeSpan.FromMinutes(14));
        Assert.NotNull(_sessions.Find(id, Snapshots.Uuid(1), isUsed: true));
        _time.Advance(TimeSpan.FromMinutes(14));
        Assert.NotNull(_sessions.Find(id, Snapshots.Uuid(1), isUsed: false));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_sessions.Find(id, Snapshots.Uuid(1), isUsed: true));
    }

    [Fact]
    public void A_session_ends_after_an_hour_however_much_it_is_used()
    {
        var id = _sessions.Open(PageViews.Link(1));
        for (var minute = 10; minute < 60; minute += 10)
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            Assert.NotNull(_sessions.Find(id, Snapshots.Uuid(1), isUsed: true));
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(_sessions.Find(id, Snapshots.Uuid(1), isUsed: true));
    }

    [Fact]
    public void A_session_that_was_left_is_over()
    {
        var id = _sessions.Open(PageViews.Link(1));

        _sessions.Close(id);

        Assert.Null(_sessions.Find(id, Snapshots.Uuid(1), isUsed: true));
    }

    [Fact]
    public void Too_many_sessions_end_the_oldest()
    {
        var first = _sessions.Open(PageViews.Link(1));
        var second = _sessions.Open(PageViews.Link(1));
        for (var number = 0; number < SessionLimits.Most - 1; number++)
            _sessions.Open(PageViews.Link(2));

        Assert.Null(_sessions.Find(first, Snapshots.Uuid(1), isUsed: true));
        Assert.NotNull(_sessions.Find(second, Snapshots.Uuid(1), isUsed: true));
    }
}

using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;
using BalloonExporter.Engine;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

public sealed class PastRestartsTests
{
    private readonly PastRestarts _past = new();

    [Fact]
    public void The_newest_come_first_and_the_oldest_make_room()
    {
        for (var minute = 0; minute < PastRestarts.MostOfDomain + 5; minute++)
            _past.Add(Ended(1, minute));

        Assert.Equal(Enumerable.Range(5, PastRestarts.MostOfDomain).Reverse().Select(Minute), _past.Of(Uuid(1)).Select(restart => restart.Since));
    }

    [Fact]
    public void Of_many_domains_the_one_that_was_restarted_longest_ago_makes_room()
    {
        for (var number = 1; number <= 1001; number++)
            _past.Add(Ended(number, number));

        Assert.Empty(_past.Of(Uuid(1)));
        Assert.Single(_past.Of(Uuid(2)));
        Assert.Single(_past.Of(Uuid(1001)));
    }

    private static Moment Minute(int minute) => new(Noon.UtcTicks + TimeSpan.FromMinutes(minute).Ticks);

    private static Restart Ended(int number, int minute) => new()
    {
        Uuid = Uuid(number),
        Name = "guest",
        By = "uid:0",
        Mode = RestartMode.Graceful,
        RequestedAt = Minute(minute),
        Since = Minute(minute),
        Deadline = RestartLimits.DefaultDeadline,
        Instance = 1,
        Phase = RestartPhase.Done,
    };
}

using BalloonExporter.Core.Model;
using BalloonExporter.Pages;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Pages;

public sealed class HistoryLineTests
{
    [Fact]
    public void Every_restart_that_ended_is_a_line()
    {
        RestartView[] restarts = [Ended(RestartPhase.Done, 1), Ended(RestartPhase.StartFailed, 20), Ended(RestartPhase.Withdrawn, 30), Ended(RestartPhase.Done, 40)];

        var lines = HistoryLine.Of([], [], restarts);

        Assert.Equal([HistoryKind.Restarted, HistoryKind.RestartFailed, HistoryKind.Restarted], lines.Select(line => line.Kind));
    }

    [Fact]
    public void Only_the_newest_lines_are_shown() =>
        Assert.Equal(HistoryLine.Most, HistoryLine.Of([], [], Enumerable.Range(0, 30).Select(minute => Ended(RestartPhase.Done, minute))).Count);

    private static RestartView Ended(RestartPhase phase, int minutesAgo) => new(phase, Snapshots.Noon - TimeSpan.FromMinutes(minutesAgo), false, null, null);
}

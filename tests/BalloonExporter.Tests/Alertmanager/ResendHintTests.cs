using BalloonExporter.Alertmanager;
using BalloonExporter.Tests.Fakes;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Alertmanager;

/// <summary>A warning about Prometheus' resend delay, from heartbeats that are asked for.</summary>
public sealed class ResendHintTests
{
    private readonly RecordingLogger<ResendHint> _log = new();

    [Theory]
    [InlineData(5, 15, false)]
    [InlineData(5, 75, true)]
    [InlineData(60, 60, false)]
    [InlineData(60, 75, false)]
    [InlineData(60, 150, true)]
    public void A_poll_that_asks_seldom_is_no_seldom_heartbeat(int askedEach, int secondsBetween, bool told)
    {
        var hint = new ResendHint(_log);
        for (var beat = 0; beat < 5; beat++)
            hint.Beat([Heartbeat(beat * secondsBetween)], TimeSpan.FromSeconds(askedEach));

        Assert.Equal(told ? 1 : 0, _log.Entries.Count);
    }

    private static ReadAlert Heartbeat(int second) =>
        new("a", null) { Beat = new Heartbeat(Noon.AddSeconds(second).Steady(), TimeSpan.FromSeconds(60)) };
}

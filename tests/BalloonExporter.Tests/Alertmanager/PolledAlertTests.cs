using System.Text.Json;
using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Alertmanager;

public sealed class PolledAlertTests
{
    private const string Uuid = "11111111-2222-3333-4444-555555555555";

    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_active_alert_is_a_request()
    {
        var read = Read(Alert());

        Assert.Null(read.Refusal);
        Assert.Equal(
            new BalloonRequest(new Guid(Uuid), 1048576, new Moment(DateTimeOffset.FromUnixTimeSeconds(1777895990).UtcTicks), RequestOrigin.Poll, "fp") { AskedBy = "http://alertmanager" },
            read.Request);
        Assert.Equal((RequestOrigin.Poll, "http://alertmanager"), (read.Origin, read.AskedBy));
    }

    [Theory]
    [InlineData("2026-05-04T12:00:00.000Z")]
    [InlineData("2026-05-04T11:59:59.999Z")]
    [InlineData("2026-05-04T13:59:59.999+02:00")]
    [InlineData("0001-01-01T00:00:00.000Z")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData(null)]
    public void Lease_expired_is_not_acted_on(string? endsAt) =>
        Assert.Equal((null, DecisionReason.LeaseExpired), (Read(Alert() with { EndsAt = endsAt }).Request, Read(Alert() with { EndsAt = endsAt }).Refusal));

    [Theory]
    [InlineData("2026-05-04T12:00:00.001Z")]
    [InlineData("2026-05-04T14:00:00.001+02:00")]
    public void A_lease_that_holds_is_good(string endsAt) => Assert.NotNull(Read(Alert() with { EndsAt = endsAt }).Request);

    [Theory]
    [InlineData("suppressed")]
    [InlineData("unprocessed")]
    [InlineData("muted")]
    [InlineData(null)]
    public void Suppressed_and_unprocessed_alerts_are_ignored(string? state)
    {
        var read = Read(Alert() with { Status = state is null ? null : new PolledStatus(state) });

        Assert.Null(read.Request);
        Assert.Equal((Verdict.Ignored, DecisionReason.Suppressed), (read.DecisionWithoutLook!.Verdict, read.DecisionWithoutLook.Reason));
    }

    [Fact]
    public void Foreign_alerts_are_ignored_however_Alertmanager_was_asked()
    {
        var read = Read(Alert() with { Labels = new Dictionary<string, string?> { ["alertname"] = "Watchdog", ["uuid"] = Uuid } });

        Assert.Null(read.Request);
        Assert.Equal((Verdict.Ignored, DecisionReason.ForeignAlert), (read.DecisionWithoutLook!.Verdict, read.DecisionWithoutLook.Reason));
    }

    [Fact]
    public void An_ended_heartbeat_is_none()
    {
        var heartbeat = Alert() with { Labels = new Dictionary<string, string?> { ["alertname"] = "BalloonHeartbeat" } };

        Assert.Equal(DecisionReason.Heartbeat, Read(heartbeat).Refusal);
        Assert.Equal(DecisionReason.LeaseExpired, Read(heartbeat with { EndsAt = "2026-05-04T11:00:00.000Z" }).Refusal);
        Assert.Equal(DecisionReason.Suppressed, Read(heartbeat with { Status = new PolledStatus("suppressed") }).Refusal);
    }

    [Fact]
    public void What_Alertmanager_answers_is_read()
    {
        const string Answer = """
            [
              {
                "annotations": {"balloon_evaluated_at": "1777895990", "balloon_target_bytes": "1073741824", "summary": "shop shall have 1GiB."},
                "endsAt": "2026-05-04T12:03:00.000Z",
                "fingerprint": "fp",
                "receivers": [{"name": "balloon-exporter"}],
                "startsAt": "2026-05-04T11:48:00.000Z",
                "status": {"inhibitedBy": [], "mutedBy": [], "silencedBy": [], "state": "active"},
                "updatedAt": "2026-05-04T11:59:59.000Z",
                "generatorURL": "http://prometheus:9090/graph?g0.expr=1",
                "labels": {"alertname": "BalloonTarget", "uuid": "11111111-2222-3333-4444-555555555555"}
              }
            ]
            """;

        var alerts = JsonSerializer.Deserialize(Answer, PolledAlertJson.Default.IReadOnlyListPolledAlert)!;

        Assert.Equal(Read(Alert()).Request, Read(Assert.Single(alerts)!).Request);
    }

    private static ReadAlert Read(PolledAlert alert) => AlertReader.Read(alert, "http://alertmanager", new SteadyClock(new FakeTimeProvider(Now)));

    private static PolledAlert Alert() => new()
    {
        Labels = new Dictionary<string, string?> { ["alertname"] = "BalloonTarget", ["uuid"] = Uuid },
        Annotations = new Dictionary<string, string?> { ["balloon_target_bytes"] = "1073741824", ["balloon_evaluated_at"] = "1777895990" },
        EndsAt = "2026-05-04T12:03:00.000Z",
        Fingerprint = "fp",
        Status = new PolledStatus("active"),
    };
}

using System.Globalization;
using System.Text.Json;
using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Alertmanager;

public sealed class AlertReaderTests
{
    private const string Uuid = "11111111-2222-3333-4444-555555555555";

    private static readonly SteadyClock Clock = new(new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1780000000)));

    [Fact]
    public void A_firing_alert_is_a_request()
    {
        var read = ReadOne(Alert());

        Assert.Null(read.Refusal);
        Assert.Null(read.DecisionWithoutLook);
        Assert.Equal(
            new BalloonRequest(new Guid(Uuid), 1048576, new Moment(DateTimeOffset.FromUnixTimeSeconds(1780000000).UtcTicks), RequestOrigin.Alert, "fp"), read.Request);
    }

    [Fact]
    public void Resolved_is_no_reason_to_move_memory_back() => IsIgnored(Alert() with { Status = "resolved" }, DecisionReason.Resolved);

    [Fact]
    public void Resolved_heartbeat_is_not_a_heartbeat() =>
        IsIgnored(Alert(labels: new() { ["alertname"] = "BalloonHeartbeat" }) with { Status = "resolved" }, DecisionReason.Resolved);

    [Fact]
    public void Heartbeat_is_recorded_and_asks_for_nothing() =>
        IsIgnored(Alert(labels: new() { ["alertname"] = "BalloonHeartbeat" }), DecisionReason.Heartbeat);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Firing")]
    [InlineData("suppressed")]
    public void Unknown_status_is_refused(string? status) => IsRefused(Alert() with { Status = status }, DecisionReason.UnknownStatus);

    [Fact]
    public void Missing_uuid_is_refused() => IsRefused(Alert(labels: new() { ["alertname"] = "BalloonTarget" }), DecisionReason.MissingUuid);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("balloontarget")]
    [InlineData("BalloonTarget ")]
    [InlineData("BalloonTargetNotReached")]
    [InlineData("Watchdog")]
    public void Foreign_alert_is_ignored_whatever_it_carries(string? name)
    {
        IsIgnored(Alert(labels: new() { ["alertname"] = name, ["uuid"] = Uuid }), DecisionReason.ForeignAlert);
        IsIgnored(Alert(labels: new() { ["alertname"] = name, ["uuid"] = Uuid }) with { Status = "resolved" }, DecisionReason.ForeignAlert);
        IsIgnored(Alert(labels: new() { ["uuid"] = Uuid }), DecisionReason.ForeignAlert);
        IsIgnored(Alert() with { Labels = null }, DecisionReason.ForeignAlert);
    }

    [Fact]
    public void Missing_uuid_is_said_when_the_label_is_null() => IsRefused(Alert(labels: new() { ["alertname"] = "BalloonTarget", ["uuid"] = null }), DecisionReason.MissingUuid);

    [Theory]
    [InlineData("")]
    [InlineData("shop")]
    [InlineData("11111111222233334444555555555555")]
    [InlineData("11111111-2222-3333-4444-55555555555g")]
    public void Invalid_uuid_is_refused_and_told_back(string uuid)
    {
        var alert = Alert(labels: new() { ["alertname"] = "BalloonTarget", ["uuid"] = uuid });

        IsRefused(alert, DecisionReason.InvalidUuid);
        Assert.Equal(uuid, ReadOne(alert).Uuid);
    }

    [Fact]
    public void A_uuid_in_capitals_is_the_same_uuid() =>
        Assert.Equal(
            new Guid("abcdefab-cdef-abcd-efab-cdefabcdefab"),
            ReadOne(Alert(labels: new() { ["alertname"] = "BalloonTarget", ["uuid"] = "ABCDEFAB-CDEF-ABCD-EFAB-CDEFABCDEFAB" })).Request?.Uuid);

    [Fact]
    public void Missing_target_is_refused() =>
        IsRefused(Alert(annotations: new() { ["balloon_evaluated_at"] = "1780000000" }), DecisionReason.MissingTarget);

    [Fact]
    public void Missing_target_is_said_when_there_are_no_annotations_at_all() =>
        IsRefused(Alert() with { Annotations = null }, DecisionReason.MissingTarget);

    [Fact]
    public void Missing_target_is_said_when_the_annotation_is_null() => IsRefused(Targeting(null), DecisionReason.MissingTarget);

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("+Inf")]
    [InlineData("1.3e+09")]
    [InlineData("1073741824.0")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData(" 5")]
    [InlineData("5 ")]
    [InlineData("5\n")]
    [InlineData("0x10")]
    [InlineData("1,073,741,824")]
    [InlineData("1_000")]
    [InlineData("٣")]
    [InlineData("0")]
    [InlineData("9223372036854775808")]
    [InlineData("100000000000000000000000000000000000000000")]
    [InlineData("1GiB")]
    [InlineData("<no value>")]
    public void Invalid_target_is_refused(string target) => IsRefused(Targeting(target), DecisionReason.InvalidTarget);

    [Theory]
    [InlineData("1", 0)]
    [InlineData("524288", 512)]
    [InlineData("1536", 1)]
    [InlineData("0001024", 1)]
    [InlineData("9223372036854775807", 9007199254740991)]
    public void A_whole_number_of_bytes_is_a_target_in_whole_KiB(string target, long targetKib) =>
        Assert.Equal(targetKib, ReadOne(Targeting(target)).Request?.TargetKib);

    [Fact]
    public void Missing_evaluation_time_is_refused() =>
        IsRefused(Alert(annotations: new() { ["balloon_target_bytes"] = "1073741824" }), DecisionReason.MissingEvaluationTime);

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("1.78e+09")]
    [InlineData("1780000000.5")]
    [InlineData("-1")]
    [InlineData("2026-05-04T12:00:00Z")]
    [InlineData("253402300800")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    public void Invalid_evaluation_time_is_refused(string evaluatedAt) => IsRefused(EvaluatedAt(evaluatedAt), DecisionReason.InvalidEvaluationTime);

    [Theory]
    [InlineData("0")]
    [InlineData("253402300799")]
    public void Every_second_that_a_calendar_has_is_an_evaluation_time(string evaluatedAt) => Assert.Equal(
        new Moment(DateTimeOffset.FromUnixTimeSeconds(long.Parse(evaluatedAt, CultureInfo.InvariantCulture)).UtcTicks), ReadOne(EvaluatedAt(evaluatedAt)).Request?.EvaluatedAt);

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("60.5")]
    [InlineData("-1")]
    [InlineData("1m")]
    public void Invalid_lifetime_is_refused(string seconds) => IsRefused(Lasting(seconds), DecisionReason.InvalidLifetime);

    [Fact]
    public void A_request_says_how_long_it_is_good_for_or_nothing()
    {
        Assert.Equal(TimeSpan.FromSeconds(90), ReadOne(Lasting("90")).Request?.Lifetime);
        Assert.Null(ReadOne(Alert()).Request?.Lifetime);
    }

    [Fact]
    public void A_heartbeat_tells_of_its_plan_what_it_can()
    {
        var heartbeat = Lasting("60") with { Labels = new Dictionary<string, string?> { ["alertname"] = "BalloonHeartbeat" } };

        Assert.Equal(new Heartbeat(Clock.Of(DateTimeOffset.FromUnixTimeSeconds(1780000000)), TimeSpan.FromSeconds(60)), ReadOne(heartbeat).Beat);
        Assert.Null(ReadOne(heartbeat with { Annotations = null }).Beat);
    }

    [Fact]
    public void An_alert_without_a_fingerprint_has_an_empty_one() => Assert.Equal("", ReadOne(Alert() with { Fingerprint = null }).Fingerprint);

    [Fact]
    public void Null_in_place_of_alerts_is_left_out()
    {
        Assert.Empty(AlertReader.Read(new AlertmanagerMessage { Version = "4", Alerts = null }, Clock));
        Assert.Single(AlertReader.Read(new AlertmanagerMessage { Version = "4", Alerts = [null, Alert(), null] }, Clock));
    }

    [Fact]
    public void Fields_that_a_newer_Alertmanager_adds_are_ignored()
    {
        const string json = """
            {
              "version": "4", "groupKey": "{}:{uuid=\"x\"}", "truncatedAlerts": 3, "status": "firing", "receiver": "balloon",
              "groupLabels": {}, "commonLabels": {"a": "b"}, "commonAnnotations": {}, "externalURL": "http://alertmanager",
              "notificationReason": {"kind": "repeat", "details": [1, 2, {"x": null}]},
              "alerts": [{
                "status": "firing",
                "labels": {"alertname": "BalloonTarget", "uuid": "11111111-2222-3333-4444-555555555555"},
                "annotations": {"balloon_target_bytes": "1073741824", "balloon_evaluated_at": "1780000000", "summary": null},
                "startsAt": "2026-05-04T12:00:00Z", "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "", "fingerprint": "fp",
                "silencedBy": ["x"], "imageURL": null
              }]
            }
            """;

        var message = JsonSerializer.Deserialize(json, AlertmanagerJson.Default.AlertmanagerMessage)!;

        Assert.Equal(("4", 3), (message.Version, message.TruncatedAlerts));
        Assert.Equal(1048576, Assert.Single(AlertReader.Read(message, Clock)).Request?.TargetKib);
    }

    [Fact]
    public void Json_nested_deeper_than_any_alert_is_not_read()
    {
        var json = $$"""{"version": "4", "x": {{new string('[', 100)}}{{new string(']', 100)}}, "alerts": []}""";

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, AlertmanagerJson.Default.AlertmanagerMessage));
    }

    private static AlertmanagerAlert Alert(Dictionary<string, string?>? labels = null, Dictionary<string, string?>? annotations = null) => new()
    {
        Status = "firing",
        Labels = labels ?? new() { ["alertname"] = "BalloonTarget", ["uuid"] = Uuid },
        Annotations = annotations ?? new() { ["balloon_target_bytes"] = "1073741824", ["balloon_evaluated_at"] = "1780000000" },
        Fingerprint = "fp",
    };

    private static AlertmanagerAlert Targeting(string? target) =>
        Alert(annotations: new() { ["balloon_target_bytes"] = target, ["balloon_evaluated_at"] = "1780000000" });

    private static AlertmanagerAlert Lasting(string seconds) =>
        Alert(annotations: new() { ["balloon_target_bytes"] = "1073741824", ["balloon_evaluated_at"] = "1780000000", ["balloon_valid_seconds"] = seconds });

    private static AlertmanagerAlert EvaluatedAt(string at) =>
        Alert(annotations: new() { ["balloon_target_bytes"] = "1073741824", ["balloon_evaluated_at"] = at });

    private static AlertmanagerMessage Message(params AlertmanagerAlert?[] alerts) => new() { Version = "4", Alerts = alerts };

    private static ReadAlert ReadOne(AlertmanagerAlert alert) => Assert.Single(AlertReader.Read(Message(alert), Clock));

    private static void IsRefused(AlertmanagerAlert alert, DecisionReason reason) => IsRead(alert, reason, Verdict.Refused);

    private static void IsIgnored(AlertmanagerAlert alert, DecisionReason reason) => IsRead(alert, reason, Verdict.Ignored);

    private static void IsRead(AlertmanagerAlert alert, DecisionReason reason, Verdict verdict)
    {
        var read = ReadOne(alert);
        Assert.Null(read.Request);
        Assert.Equal(reason, read.Refusal);
        Assert.Equal(verdict, read.DecisionWithoutLook?.Verdict);
        Assert.Equal(reason, read.DecisionWithoutLook?.Reason);
    }
}

using System.Text;
using System.Text.Json;
using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Tests.Alertmanager;

/// <summary>A message is as long as its sender likes; what is kept of it is not.</summary>
public sealed class BoundedMessageTests
{
    private static readonly SteadyClock Clock = new(TimeProvider.System);

    [Fact]
    public void Texts_are_kept_up_to_their_bounds_and_marked()
    {
        var read = Assert.Single(AlertReader.Read(
            Read($$$"""{"status": "firing", "labels": {"alertname": "BalloonTarget", "uuid": "{{{new string('u', 100_000)}}}"}, "fingerprint": "{{{new string('é', 100_000)}}}"}"""),
            Clock,
            new string('n', 1000)));

        Assert.Equal(new string('u', 35) + "…", read.Uuid);
        Assert.Equal(new string('é', 63) + "…", read.Fingerprint);
        Assert.Equal(new string('n', 255) + "…", read.AskedBy);
        Assert.Equal(DecisionReason.InvalidUuid, read.Refusal);
    }

    [Fact]
    public void A_long_text_of_escapes_is_cut_as_any_other()
    {
        var escapes = string.Concat(Enumerable.Repeat("\\ud83d\\ude00", 5000));

        var read = Assert.Single(AlertReader.Read(Read($$$"""{"status": "firing", "labels": {}, "fingerprint": "{{{escapes}}}"}"""), Clock));

        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 31)) + "…", read.Fingerprint);
    }

    [Fact]
    public void Labels_that_mean_nothing_here_are_not_kept()
    {
        var labels = string.Join(',', Enumerable.Range(0, 1000).Select(number => $"\"label{number}\": \"x\""));

        var message = Read($$$"""{"status": "firing", "labels": {{{{labels}}}, "uuid": "a"}, "annotations": {{{{labels}}}}}""");

        Assert.Equal(["uuid"], message.Alerts![0]!.Labels!.Keys);
        Assert.Empty(message.Alerts[0]!.Annotations!);
    }

    [Fact]
    public void Ten_thousand_alerts_are_read() => Assert.Equal(10_000, Read(string.Join(',', Enumerable.Repeat("{}", 10_000))).Alerts!.Count);

    [Fact]
    public void One_alert_more_is_too_many() =>
        Assert.Throws<TooManyAlertsException>(() => Read(string.Join(',', Enumerable.Repeat("{}", 10_001))));

    [Fact]
    public void Too_many_alerts_cost_no_more_than_their_bytes()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"version": "4", "alerts": [{{string.Join(',', Enumerable.Repeat("{}", 1_398_000))}}]}""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<TooManyAlertsException>(() => JsonSerializer.Deserialize(body, AlertmanagerJson.Default.AlertmanagerMessage));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
    }

    [Fact]
    public void Too_many_polled_alerts_are_not_read()
    {
        var body = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("{}", 10_001))}]");

        Assert.Throws<TooManyAlertsException>(() => JsonSerializer.Deserialize(body, PolledAlertJson.Default.IReadOnlyListPolledAlert));
    }

    [Theory]
    [InlineData("""{"labels": []}""")]
    [InlineData("""{"labels": {"x": {}}}""")]
    [InlineData("""{"labels": {"uuid": 5}}""")]
    [InlineData("""{"status": 5}""")]
    [InlineData("""{"fingerprint": []}""")]
    [InlineData("""{"labels": {"uuid": "\ud800"}}""")]
    [InlineData("""{"labels": {"\ud800": "x"}}""")]
    public void What_is_no_alert_is_no_message(string alert) => Assert.ThrowsAny<JsonException>(() => Read(alert));

    private static AlertmanagerMessage Read(string alerts) =>
        JsonSerializer.Deserialize(Encoding.UTF8.GetBytes($$"""{"version": "4", "alerts": [{{alerts}}]}"""), AlertmanagerJson.Default.AlertmanagerMessage)!;
}

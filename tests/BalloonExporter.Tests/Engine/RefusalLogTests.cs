using System.Net;
using System.Text;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using Microsoft.Extensions.Logging;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

/// <summary>What is done gets a line each; what is refused one, then one a minute with the count.</summary>
public sealed class RefusalLogTests : IAsyncLifetime
{
    private TestExporter _exporter = null!;

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync();

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Fact]
    public async Task A_refusal_is_logged_once_for_a_domain_and_reason_then_once_a_minute_with_the_count()
    {
        for (var delivery = 0; delivery < 5; delivery++)
            await FeedAsync(Alert(1, 512 * 1024, $"a{delivery}"), Alert(7, 512 * 1024, "b"));

        Assert.Equal(["below_floor", "unknown_domain"], Lines().Select(line => line.Fields["reason"]!.ToString()).Order());
        Assert.All(Lines(), line => Assert.Null(line.Fields["repeated"]));

        await MinuteAsync(lines: 4);

        var repeated = Lines().Skip(2).ToList();
        Assert.All(repeated, line => Assert.Equal(4L, line.Fields["repeated"]));
        Assert.Contains(repeated, line => line.Fields["domain"] is "guest1" && line.Fields["fingerprint"] is "a4");
        Assert.Equal("5", await _exporter.MetricAsync("balloon_feedback_decisions_total{decision=\"refused\",reason=\"below_floor\",origin=\"alert\"}"));
    }

    [Fact]
    public async Task What_is_applied_or_fails_is_told_each_time()
    {
        _exporter.Balloon.Answer = _ => Task.FromResult(BalloonExporter.Core.Model.BalloonOutcome.Failed);
        for (var delivery = 0; delivery < 3; delivery++)
            await FeedAsync(Alert(1, (4 * GiB * 1024) - (500L * MiB * 1024), "a", Noon.ToUnixTimeSeconds() - 10 + delivery));

        Assert.Equal(3, Lines().Count(line => line.Fields["verdict"] is "failed"));
    }

    [Fact]
    public async Task Names_that_are_no_domains_here_fill_no_log()
    {
        await FeedAsync([.. Enumerable.Range(100, 5000).Select(number => Alert(number, GiB * 1024, "x"))]);

        Assert.InRange(Lines().Count, 100, 102);
        await FeedAsync(Alert(1, 512 * 1024, "a"));
        Assert.Contains(Lines(), line => line.Fields["domain"] is "guest1");
    }

    [Fact]
    public async Task A_refused_message_is_one_line_for_each_kind_and_sender_and_minute()
    {
        for (var delivery = 0; delivery < 10; delivery++)
        {
            using var malformed = await PostAsync("nonsense");
            using var version = await PostAsync("""{"version": "5", "alerts": []}""");
            using var large = await PostAsync(new string(' ', (4 * 1024 * 1024) + 1));
            using var pause = await _exporter.Http.PostAsync(new Uri("/api/v1/pause", UriKind.Relative), new StringContent("[]"));
        }

        Assert.Equal(
            ["400 /api/v1/feedback", "400 /api/v1/feedback", "400 /api/v1/pause", "413 /api/v1/feedback"],
            Refused().Select(line => $"{line.Fields["status"]} {line.Fields["page"]}").Order());
        Assert.All(Refused(), line => Assert.Equal("127.0.0.1", line.Fields["sender"]));
        Assert.Single(Refused(), line => ((string)line.Fields["err"]!).Contains("version 5", StringComparison.Ordinal));
        Assert.All(Refused(), line => Assert.NotEmpty((string)line.Fields["err"]!));

        _exporter.Time.Advance(TimeSpan.FromSeconds(60));
        await UntilAsync(() => Refused().Count == 8);
        Assert.Equal([9L, 9L, 9L, 9L], Refused().Skip(4).Select(line => (long)line.Fields["repeated"]!).Order());
    }

    [Fact]
    public async Task Too_many_requests_that_wait_are_refused()
    {
        var busy = new TaskCompletionSource<BalloonExporter.Core.Model.HostSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exporter.Reader.Answer = () => busy.Task;
        await FeedWithAsync("?wait=0", [Alert(1, GiB * 1024, "x")]);
        await UntilAsync(() => _exporter.Reader.Asked.Count > 0);
        for (var message = 0; message < 3; message++)
            await FeedWithAsync("?wait=0", [.. Enumerable.Range(10_000 * (message + 1), 10_000).Select(number => Alert(number, GiB * 1024, "x"))]);

        _exporter.Reader.Reads(Host(Domain(1)));
        busy.SetResult(Host(Domain(1)));
        Assert.Equal(
            "20000", await _exporter.MetricAsync("balloon_feedback_decisions_total{decision=\"refused\",reason=\"too_many_requests\",origin=\"alert\"}"));
    }

    [Fact]
    public async Task Ten_thousand_and_one_alerts_are_413_and_none_is_decided()
    {
        using var response = await PostAsync($$"""{"version": "4", "alerts": [{{string.Join(',', Enumerable.Repeat("{}", 10_001))}}]}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("10000 alerts", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("1", await _exporter.MetricAsync("balloon_feedback_notifications_total{result=\"too_large\"}"));
        Assert.Empty(Lines());
    }

    [Fact]
    public void Decisions_are_kept_as_far_as_their_bytes_go()
    {
        var recent = new RecentDecisions();
        for (var number = 0; number < 1000; number++)
            recent.Add(new DecisionRecord(Noon, RequestOrigin.Alert, Decision.Refuse(DecisionReason.MissingUuid), new string('x', 100_000)));
        recent.Add(new DecisionRecord(Noon, RequestOrigin.Alert, Decision.Refuse(DecisionReason.MissingUuid), new string('y', 10_000_000)));

        Assert.InRange(recent.NewestFirst().Sum(decision => decision.Bytes), 1, 2 * 1024 * 1024);
        Assert.Equal('x', recent.NewestFirst()[0].Fingerprint[0]);
    }

    private static string Alert(int domain, long targetBytes, string fingerprint, long? evaluatedAt = null) => $$$"""
        {"status": "firing", "labels": {"alertname": "BalloonTarget", "uuid": "{{{Uuid(domain)}}}"}, "fingerprint": "{{{fingerprint}}}",
        "annotations": {"balloon_target_bytes": "{{{targetBytes}}}", "balloon_evaluated_at": "{{{evaluatedAt ?? Noon.ToUnixTimeSeconds() - 5}}}"}}
        """;

    private IReadOnlyList<RecordingLogger<object>.Entry> Lines() =>
        [.. _exporter.Log.Entries.Where(entry => entry.Message == "decision" && entry.Level >= LogLevel.Information)];

    private IReadOnlyList<RecordingLogger<object>.Entry> Refused() => [.. _exporter.Log.Entries.Where(entry => entry.Message == "A request was refused")];

    private async Task MinuteAsync(int lines)
    {
        _exporter.Time.Advance(TimeSpan.FromSeconds(60));
        await UntilAsync(() => Lines().Count == lines);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var patience = TimeSpan.FromSeconds(30);
        using var late = new CancellationTokenSource(patience);
        while (!condition())
            await Task.Delay(10, late.Token);
    }

    private Task<HttpResponseMessage> PostAsync(string body, string query = "?wait=8s") =>
        _exporter.Http.PostAsync(new Uri("/api/v1/feedback" + query, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    private Task FeedAsync(params string[] alerts) => FeedWithAsync("?wait=8s", alerts);

    private async Task FeedWithAsync(string query, string[] alerts)
    {
        using var response = await PostAsync($$"""{"version": "4", "alerts": [{{string.Join(',', alerts)}}]}""", query);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}

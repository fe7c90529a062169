using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using Microsoft.Extensions.Logging;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Api;

public sealed partial class FeedbackEndpointTests : IAsyncLifetime
{
    private const long TargetBytes = ((4 * GiB) - (200 * MiB)) * 1024;

    private TestExporter _exporter = null!;

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync();

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Fact]
    public async Task The_answer_has_a_verdict_per_alert_in_their_order()
    {
        var (status, body) = await PostAsync(Message(
            Alert(1, TargetBytes, "a"),
            Alert(2, TargetBytes, "b"),
            Alert(3, 512 * 1024, "c", status: "resolved"),
            """{"status": "firing", "labels": {"alertname": "BalloonTarget", "uuid": "nonsense"}, "fingerprint": "d"}""",
            """{"status": "firing", "labels": {"alertname": "BalloonHeartbeat"}, "fingerprint": "e"}"""));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"accepted":1,"results":["""
            + $$"""{"fingerprint":"a","uuid":"{{Uuid(1)}}","verdict":"applied","reason":"as_requested","from":4294967296,"to":{{TargetBytes}}},"""
            + $$"""{"fingerprint":"b","uuid":"{{Uuid(2)}}","verdict":"refused","reason":"unknown_domain"},"""
            + $$"""{"fingerprint":"c","uuid":"{{Uuid(3)}}","verdict":"ignored","reason":"resolved"},"""
            + """{"fingerprint":"d","uuid":"nonsense","verdict":"refused","reason":"invalid_uuid"},"""
            + """{"fingerprint":"e","verdict":"ignored","reason":"heartbeat"}]}""",
            body);
        Assert.Equal([(Uuid(1), TargetBytes / 1024)], _exporter.Balloon.Calls);
        Assert.Equal("1", await Notifications("accepted"));
        Assert.Equal("1", await Decisions("applied", "as_requested"));
        Assert.Equal("1", await Decisions("refused", "unknown_domain"));
        Assert.Equal("1", await Decisions("ignored", "resolved"));
        Assert.Equal("1", await Decisions("refused", "invalid_uuid"));
        Assert.Equal("1", await Decisions("ignored", "heartbeat"));
        Assert.Equal(
            Noon.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            await _exporter.MetricAsync("balloon_feedback_last_heartbeat_timestamp_seconds"));
    }

    [Fact]
    public async Task A_refusal_by_a_guard_rail_tells_where_the_balloon_stands()
    {
        var (_, body) = await PostAsync(Message(Alert(1, 512 * 1024, "a")));

        Assert.Contains("\"reason\":\"below_floor\",\"from\":4294967296}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_delivery_is_answered_and_moves_nothing()
    {
        await PostAsync(Message(Alert(1, TargetBytes, "a")));
        var (status, body) = await PostAsync(Message(Alert(1, TargetBytes, "a")));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"reason\":\"duplicate\"", body, StringComparison.Ordinal);
        Assert.Single(_exporter.Balloon.Calls);
    }

    [Fact]
    public async Task A_message_without_alerts_is_answered()
    {
        Assert.Equal((HttpStatusCode.OK, """{"accepted":0,"results":[]}"""), await PostAsync(Message()));
        Assert.Empty(_exporter.Reader.Asked);
    }

    [Fact]
    public async Task A_thousand_alerts_are_answered_with_a_thousand_verdicts()
    {
        _exporter.Reader.Reads(Host([.. Enumerable.Range(1, 1000).Select(number => Domain(number))]));

        var (status, body) = await PostAsync(Message([.. Enumerable.Range(1, 1000).Select(number => Alert(number, TargetBytes, $"fp{number}"))]));

        Assert.Equal(HttpStatusCode.OK, status);
        using var answer = JsonDocument.Parse(body);
        Assert.Equal(1000, answer.RootElement.GetProperty("accepted").GetInt32());
        Assert.Equal(
            Enumerable.Range(1, 1000).Select(number => $"fp{number}"),
            answer.RootElement.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("fingerprint").GetString()));
        Assert.Equal(1000, _exporter.Balloon.Calls.Select(call => call.Uuid).Distinct().Count());
    }

    [Fact]
    public async Task A_thousand_alerts_for_one_domain_move_it_once()
    {
        var alerts = Enumerable.Range(1, 1000).Select(number => Alert(1, TargetBytes, $"fp{number}", evaluatedAt: Noon.ToUnixTimeSeconds() - (number % 50)));

        var (_, body) = await PostAsync(Message([.. alerts]));

        using var answer = JsonDocument.Parse(body);
        Assert.Equal(1, answer.RootElement.GetProperty("accepted").GetInt32());
        Assert.Single(_exporter.Balloon.Calls);
    }

    [Fact]
    public async Task Libvirt_down_is_503_so_that_Alertmanager_tries_again()
    {
        _exporter.Reader.Reads(LibvirtDown());

        var (status, body) = await PostAsync(Message(Alert(1, TargetBytes, "a")));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("\"verdict\":\"failed\",\"reason\":\"libvirt_down\"", body, StringComparison.Ordinal);
        Assert.Equal("1", await Notifications("unavailable"));
        Assert.Equal("1", await Decisions("failed", "libvirt_down"));
    }

    [Fact]
    public async Task Libvirt_down_does_not_keep_a_heartbeat_from_being_recorded()
    {
        _exporter.Reader.Reads(LibvirtDown());

        var (status, _) = await PostAsync(Message("""{"status": "firing", "labels": {"alertname": "BalloonHeartbeat"}, "fingerprint": "e"}"""));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotNull(await _exporter.MetricAsync("balloon_feedback_last_heartbeat_timestamp_seconds"));
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_408()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _exporter.Http.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/feedback HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TestKey.Token}\r\nContent-Length: 100\r\n\r\n{{"));
        await _exporter.Time.ACallerWaits(TimeSpan.FromSeconds(10));

        _exporter.Time.Advance(TimeSpan.FromSeconds(10));
        using var reader = new StreamReader(client.GetStream());

        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("1", await Notifications("too_slow"));
    }

    [Fact]
    public async Task A_client_that_hangs_up_while_it_waits_is_no_error_and_its_request_is_carried_out()
    {
        var stuck = new TaskCompletionSource<BalloonOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exporter.Balloon.Answer = _ => stuck.Task;
        using (var impatient = new CancellationTokenSource())
        {
            var posting = _exporter.Http.PostAsync(
                new Uri("/api/v1/feedback?wait=8s", UriKind.Relative), new StringContent(Message(Alert(1, TargetBytes, "a"))), impatient.Token);
            await _exporter.Balloon.FirstCalled.Task;
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => posting);
        }

        stuck.SetResult(BalloonOutcome.Accepted);
        await PostAsync(Message(Alert(1, TargetBytes, "a")));

        Assert.Equal("1", await Decisions("applied", "as_requested"));
        Assert.DoesNotContain(_exporter.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task In_observe_mode_the_answer_is_a_dry_run()
    {
        await using var observer = await TestExporter.StartAsync(TestOptions.Observe);

        var (status, body) = await PostAsync(new StringContent(Message(Alert(1, TargetBytes, "a"))), observer);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"accepted\":1,", body, StringComparison.Ordinal);
        Assert.Contains("\"verdict\":\"dry_run\"", body, StringComparison.Ordinal);
        Assert.Empty(observer.Balloon.Calls);
    }

    private static string Message(params string[] alerts) => $$"""{"version": "4", "groupKey": "{}", "alerts": [{{string.Join(", ", alerts)}}]}""";

    private static string Alert(int domain, long targetBytes, string fingerprint, string status = "firing", long? evaluatedAt = null) => $$"""
        {
          "status": "{{status}}",
          "labels": {"alertname": "BalloonTarget", "uuid": "{{Uuid(domain)}}"},
          "annotations": {"balloon_target_bytes": "{{targetBytes}}", "balloon_evaluated_at": "{{evaluatedAt ?? Noon.ToUnixTimeSeconds() - 5}}"},
          "fingerprint": "{{fingerprint}}"
        }
        """;

    private static string Heartbeat(long evaluatedAt, string? lifetime) => $$"""
        {
          "status": "firing",
          "labels": {"alertname": "BalloonHeartbeat"},
          "annotations": {"balloon_evaluated_at": "{{evaluatedAt}}"{{(lifetime is null ? "" : $", \"balloon_valid_seconds\": \"{lifetime}\"")}}},
          "fingerprint": "h"
        }
        """;

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await PostAsync(content);
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(HttpContent content, TestExporter? exporter = null, string query = "")
    {
        using var response = await (exporter ?? _exporter).Http.PostAsync(new Uri("/api/v1/feedback" + query, UriKind.Relative), content);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private Task<string?> Notifications(string result) => _exporter.MetricAsync($"balloon_feedback_notifications_total{{result=\"{result}\"}}");

    private Task<string?> Decisions(string decision, string reason) =>
        _exporter.MetricAsync($"balloon_feedback_decisions_total{{decision=\"{decision}\",reason=\"{reason}\",origin=\"alert\"}}");

    // By hand: the server hangs up on a body that is too large, which HttpClient may report before it has read the answer.
    private async Task<string?> StatusLineOfLargePostAsync(string length)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _exporter.Http.BaseAddress!.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/v1/feedback HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TestKey.Token}\r\n{length}"));
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(new string(' ', 5 * 1024 * 1024)));
        }
        catch (IOException)
        {
            // The answer is there all the same.
        }

        using var reader = new StreamReader(stream);
        // A server without the limit would wait for the rest.
        return await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }
}

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

public sealed class FeedbackEndpointTests : IAsyncLifetime
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

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("<alerts/>")]
    [InlineData("""{"version": "4"}""")]
    [InlineData("""{"version": "4", "alerts": null}""")]
    [InlineData("""{"version": 4, "alerts": []}""")]
    [InlineData("""{"version": "4", "alerts": {}}""")]
    [InlineData("""{"version": "4", "alerts": [1]}""")]
    [InlineData("""{"version": "4", "alerts": [{"labels": {"uuid": 5}}]}""")]
    [InlineData("""{"version": "4", "alerts": []} trailing""")]
    [InlineData("""{"version": "4", "alerts": [""")]
    [InlineData("""{"alerts": []}""")]
    public async Task What_is_no_message_is_400(string body)
    {
        var (status, answer) = await PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("{\"error\":\"", answer, StringComparison.Ordinal);
        InternalNames.AreNotIn(answer);
        Assert.Equal("1", await Notifications("malformed"));
        Assert.Empty(_exporter.Balloon.Calls);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_400()
    {
        using var content = new ByteArrayContent([.. "{\"version\": \"4"u8, 0xff, 0xfe, .. "\", \"alerts\": []}"u8]);

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(content)).Status);
        Assert.Equal("1", await Notifications("malformed"));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("3")]
    [InlineData("")]
    public async Task Another_version_is_400_and_counted_apart(string version)
    {
        var (status, body) = await PostAsync($$"""{"version": "{{version}}", "alerts": []}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("version", body, StringComparison.Ordinal);
        Assert.Equal("1", await Notifications("unsupported_version"));
    }

    [Fact]
    public async Task Json_nested_100_deep_is_400()
    {
        var body = $$"""{"version": "4", "alerts": [], "x": {{new string('[', 100)}}{{new string(']', 100)}}}""";

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(body)).Status);
        Assert.Equal("1", await Notifications("malformed"));
    }

    [Theory]
    [InlineData("Content-Length: 5242880\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n500000\r\n")]
    public async Task Five_MiB_are_413(string length)
    {
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await StatusLineOfLargePostAsync(length));
        Assert.Equal("1", await Notifications("too_large"));
    }

    [Fact]
    public async Task Almost_four_MiB_are_read()
    {
        var body = Message(Alert(1, TargetBytes, "a")) + new string(' ', (4 * 1024 * 1024) - 1024);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(body)).Status);
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

    [Theory]
    [InlineData("", 30)]
    [InlineData("?wait=0", 0)]
    [InlineData("?wait=100ms", 100)]
    [InlineData("?wait=8s", 8000)]
    public async Task In_progress_is_answered_when_the_command_takes_longer_than_the_caller_waits(string query, int milliseconds)
    {
        var stuck = new TaskCompletionSource<BalloonOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exporter.Balloon.Answer = uuid => uuid == Uuid(1) ? stuck.Task : Task.FromResult(BalloonOutcome.Accepted);
        _exporter.Reader.Reads(Host(Domain(1), Domain(2)));
        var posting = PostAsync(new StringContent(Message(Alert(1, TargetBytes, "a"), Alert(2, TargetBytes, "b"))), query: query);
        var wait = TimeSpan.FromMilliseconds(milliseconds);
        if (milliseconds > 0)
        {
            await _exporter.Time.SomebodyWaits(wait);
            // Both are decided and called before the clock goes on: eight seconds later their statistics are too old to act on.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (_exporter.Balloon.Calls.Count < 2)
                await Task.Delay(5, patience.Token);
        }

        _exporter.Time.Advance(wait);
        var (status, body) = await posting;

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains($"{{\"fingerprint\":\"a\",\"uuid\":\"{Uuid(1)}\",\"verdict\":\"pending\",\"reason\":\"in_progress\"}}", body, StringComparison.Ordinal);
        stuck.SetResult(BalloonOutcome.Accepted);
    }

    [Fact]
    public async Task A_thousand_alerts_have_as_long_to_be_decided_as_one()
    {
        var stuck = new TaskCompletionSource<HostSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exporter.Reader.Answer = () => stuck.Task;
        var posting = PostAsync(Message([.. Enumerable.Range(1, 1000).Select(number => Alert(number, TargetBytes, $"fp{number}"))]));
        await _exporter.Time.SomebodyWaits(TimeSpan.FromMilliseconds(30));

        _exporter.Time.Advance(TimeSpan.FromMilliseconds(29));
        Assert.False(posting.IsCompleted);
        stuck.SetResult(Host([.. Enumerable.Range(1, 1000).Select(number => Domain(number))]));
        var (status, body) = await posting;

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("in_progress", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_answered_as_in_progress_is_done_and_told_later()
    {
        var stuck = new TaskCompletionSource<BalloonOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exporter.Balloon.Answer = _ => stuck.Task;

        var (_, answered) = await PostAsync(new StringContent(Message(Alert(1, TargetBytes, "a"))), query: "?wait=0");
        stuck.SetResult(BalloonOutcome.Accepted);

        Assert.Contains("in_progress", answered, StringComparison.Ordinal);
        // The same again waits behind the first, which is done by then.
        var (_, again) = await PostAsync(Message(Alert(1, TargetBytes, "a")));
        Assert.Contains("duplicate", again, StringComparison.Ordinal);
        Assert.Equal("1", await Decisions("applied", "as_requested"));
        Assert.Contains(
            "\"verdict\":\"applied\"", await _exporter.Http.GetStringAsync(new Uri("/api/v1/decisions", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_decided_is_wanted_again_when_the_last_look_found_libvirt_down()
    {
        _exporter.Reader.Reads(LibvirtDown());
        await PostAsync(Message(Alert(1, TargetBytes, "a")));
        var look = new TaskCompletionSource<HostSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exporter.Reader.Answer = () => look.Task;

        var (status, body) = await PostAsync(new StringContent(Message(Alert(1, TargetBytes, "a"))), query: "?wait=0");
        look.SetResult(LibvirtDown());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("\"verdict\":\"pending\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?wait=")]
    [InlineData("?wait=9s")]
    [InlineData("?wait=-1s")]
    [InlineData("?wait=1s&wait=2s")]
    [InlineData("?wait=forever")]
    public async Task A_wait_above_the_limit_is_400_and_moves_nothing(string query)
    {
        var (status, _) = await PostAsync(new StringContent(Message(Alert(1, TargetBytes, "a"))), query: query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Empty(_exporter.Balloon.Calls);
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_408()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _exporter.Http.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/feedback HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TestKey.Token}\r\nContent-Length: 100\r\n\r\n{{"));
        await _exporter.Time.SomebodyWaits(TimeSpan.FromSeconds(10));

        _exporter.Time.Advance(TimeSpan.FromSeconds(10));
        using var reader = new StreamReader(client.GetStream());

        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("1", await Notifications("too_slow"));
    }

    [Fact]
    public async Task Who_hangs_up_while_he_waits_is_no_error_and_his_request_is_carried_out()
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

    [Theory]
    [InlineData(75, "60", true)]
    [InlineData(75, null, true)]
    [InlineData(90, "90", true)]
    [InlineData(120, "120", true)]
    [InlineData(15, "60", false)]
    [InlineData(30, "90", false)]
    [InlineData(60, "120", false)]
    public async Task Alerts_that_Prometheus_repeats_each_minute_are_logged_once(int secondsBetween, string? lifetime, bool told)
    {
        for (var beat = 0; beat < 5; beat++)
        {
            // Each comes twice: Alertmanager repeats what it has.
            await PostAsync(Message(Heartbeat(Noon.ToUnixTimeSeconds() + (beat * secondsBetween), lifetime)));
            await PostAsync(Message(Heartbeat(Noon.ToUnixTimeSeconds() + (beat * secondsBetween), lifetime)));
        }

        var lines = _exporter.Log.Entries.Where(entry => entry.Level == LogLevel.Warning).Select(entry => entry.Message);
        Assert.Equal(told ? ["Prometheus repeats alerts each 60 s: set the resend delay (--rules.alert.resend-delay=5s)"] : [], lines);
    }

    [Fact]
    public async Task One_gap_between_heartbeats_is_a_restart_of_Prometheus()
    {
        foreach (var second in (int[])[0, 15, 300, 315, 330, 600, 615])
            await PostAsync(Message(Heartbeat(Noon.ToUnixTimeSeconds() + second, "60")));

        Assert.DoesNotContain(_exporter.Log.Entries, entry => entry.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task The_age_of_a_recommendation_on_arrival_is_a_histogram()
    {
        await PostAsync(Message(Alert(1, TargetBytes, "a", evaluatedAt: Noon.ToUnixTimeSeconds() - 12)));
        await PostAsync(Message(Alert(1, TargetBytes, "a", evaluatedAt: Noon.ToUnixTimeSeconds() - 12)));

        Assert.Equal("0", await _exporter.MetricAsync("balloon_feedback_recommendation_age_seconds_bucket{le=\"10\"}"));
        Assert.Equal("1", await _exporter.MetricAsync("balloon_feedback_recommendation_age_seconds_bucket{le=\"15\"}"));
        Assert.Equal("1", await _exporter.MetricAsync("balloon_feedback_recommendation_age_seconds_count"));
    }

    [Fact]
    public async Task Two_rule_packs_that_are_both_loaded_make_one_decision()
    {
        // The one tells the time of its data, the other that of its template.
        var (_, body) = await PostAsync(Message(
            Alert(1, TargetBytes, "a", evaluatedAt: Noon.ToUnixTimeSeconds() - 12), Alert(1, TargetBytes, "a", evaluatedAt: Noon.ToUnixTimeSeconds() - 2)));

        Assert.Contains("\"accepted\":1,", body, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"superseded\"", body, StringComparison.Ordinal);
        Assert.Single(_exporter.Balloon.Calls);
    }

    [Fact]
    public async Task Alerts_that_Alertmanager_left_out_are_logged_once()
    {
        for (var delivery = 0; delivery < 3; delivery++)
            await PostAsync("""{"version": "4", "truncatedAlerts": 7, "alerts": []}""");

        var line = Assert.Single(_exporter.Log.Entries, entry => entry.Level == LogLevel.Warning);
        Assert.Equal(7L, line.Fields["missing"]);
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

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer correct-horse-battery-stapl", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer correct-horse-battery-staplecorrect-horse-battery-staple", HttpStatusCode.Unauthorized)]
    [InlineData("Basic correct-horse-battery-staple", HttpStatusCode.Unauthorized)]
    [InlineData("correct-horse-battery-staple", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer correct-horse-battery-staple", HttpStatusCode.OK)]
    [InlineData("bearer correct-horse-battery-staple", HttpStatusCode.OK)]
    public async Task With_a_token_file_only_its_token_is_let_in(string? authorization, HttpStatusCode expected)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "correct-horse-battery-staple\n");
            await using var guarded = await TestExporter.StartAsync(TestOptions.Act with { TokenFile = new FileInfo(file) });
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/feedback", UriKind.Relative)) { Content = new StringContent(Message()) };
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);

            using var response = await guarded.Http.SendAsync(request);

            Assert.Equal(expected, response.StatusCode);
            var refused = expected == HttpStatusCode.Unauthorized;
            Assert.Equal(refused ? "Bearer" : "", response.Headers.WwwAuthenticate.ToString());
            Assert.Equal(refused ? "1" : "0", await guarded.MetricAsync("balloon_feedback_notifications_total{result=\"unauthorized\"}"));
            Assert.Empty(guarded.Balloon.Calls);
        }
        finally
        {
            File.Delete(file);
        }
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

using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

public sealed class FeedbackTests(Host host) : IClassFixture<Host>, IAsyncLifetime
{
    private const long MiB = 1024 * 1024;
    private const int MaximumMib = 512;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Guest? _guest;
    private ExporterProcess? _exporter;

    public async Task InitializeAsync()
    {
        _exporter = await host.StartActingExporterAsync();
        _guest = await Guest.StartAsync(host.Libvirt, new GuestOptions("squeezed") { MemoryMib = MaximumMib });
        await _guest.WaitForStatisticsAsync();
        await Wait.UntilAsync("managed", Patience, async () =>
        {
            var page = await _exporter.MetricsAsync();
            return page.Find("balloon_domain_managed", ("domain", "squeezed")) == 1 && page.Find("balloon_domain_working_set_bytes", ("domain", "squeezed")) is not null;
        });
    }

    public async Task DisposeAsync()
    {
        await _guest!.DisposeAsync();
        await _exporter!.DisposeAsync();
    }

    [Fact]
    public async Task What_must_not_move_memory_moves_nothing_and_says_why()
    {
        var now = TimeProvider.System.GetUtcNow();
        var uuid = _guest!.Uuid;
        (string Name, JsonObject Alert, string Verdict, string Reason)[] cases =
        [
            ("NaN", Payload.Alert(uuid, "NaN"), "refused", "invalid_target"),
            ("infinite", Payload.Alert(uuid, "+Inf"), "refused", "invalid_target"),
            ("floating point", Payload.Alert(uuid, "1.3e+09"), "refused", "invalid_target"),
            ("negative", Payload.Alert(uuid, "-402653184"), "refused", "invalid_target"),
            ("zero", Payload.Alert(uuid, "0"), "refused", "invalid_target"),
            ("512 KiB", Payload.Alert(uuid, "524288"), "refused", "below_floor"),
            ("more than the maximum", Payload.Alert(uuid, MaximumMib + 1L), "refused", "above_maximum"),
            ("unknown uuid", Payload.Alert(Guid.NewGuid(), 400), "refused", "unknown_domain"),
            ("no uuid", Without("labels", "uuid"), "refused", "missing_uuid"),
            ("no target", Without("annotations", "balloon_target_bytes"), "refused", "missing_target"),
            ("no evaluation time", Without("annotations", "balloon_evaluated_at"), "refused", "missing_evaluation_time"),
            ("old", Payload.Alert(uuid, 400, evaluatedAt: now.AddSeconds(-90)), "refused", "stale_recommendation"),
            ("from the future", Payload.Alert(uuid, 400, evaluatedAt: now.AddSeconds(90)), "refused", "future_recommendation"),
            ("resolved", Payload.Alert(uuid, 400, status: "resolved"), "ignored", "resolved"),
            ("too small a change", Payload.Alert(uuid, MaximumMib - 2L), "refused", "dead_band"),
        ];
        foreach (var (name, alert, verdict, reason) in cases)
        {
            var before = await DecisionsAsync(verdict, reason);
            var answer = await _exporter!.PostFeedbackAsync(Payload.Of(alert));
            Assert.True(answer.Status == HttpStatusCode.OK, name);
            var result = Assert.Single(Payload.Results(answer.Body));
            Assert.Equal((name, verdict, reason), (name, result.Verdict, result.Reason));
            Assert.Null(result.To);
            Assert.Equal(before + 1, await DecisionsAsync(verdict, reason));
        }

        await AssertNothingMovedAsync();

        JsonObject Without(string part, string name)
        {
            var alert = Payload.Alert(uuid, 400);
            alert[part]!.AsObject().Remove(name);
            return alert;
        }
    }

    [Fact]
    public async Task Bodies_and_tokens_that_are_not_right_get_their_status_and_move_nothing()
    {
        var good = Payload.Of(Payload.Alert(_guest!.Uuid, 400));
        (string Name, string Body, string? Token, HttpStatusCode Status, string Result)[] cases =
        [
            ("empty body", "", "correct-horse-battery-staple", HttpStatusCode.BadRequest, "malformed"),
            ("no JSON", "{", "correct-horse-battery-staple", HttpStatusCode.BadRequest, "malformed"),
            ("another version", good.Replace("\"4\"", "\"5\"", StringComparison.Ordinal), "correct-horse-battery-staple", HttpStatusCode.BadRequest, "unsupported_version"),
            ("5 MiB", new string(' ', 5 * 1024 * 1024) + good, "correct-horse-battery-staple", HttpStatusCode.RequestEntityTooLarge, "too_large"),
            ("wrong token", good, "wrong", HttpStatusCode.Unauthorized, "unauthorized"),
            ("no token", good, null, HttpStatusCode.Unauthorized, "unauthorized"),
        ];
        foreach (var (name, body, token, status, result) in cases)
        {
            var before = (await _exporter!.MetricsAsync()).Value("balloon_feedback_notifications_total", ("result", result));
            var answer = await _exporter.PostFeedbackAsync(body, token);
            Assert.Equal((name, status), (name, answer.Status));
            Assert.Contains("error", answer.Body, StringComparison.Ordinal);
            Assert.Equal(before + 1, (await _exporter.MetricsAsync()).Value("balloon_feedback_notifications_total", ("result", result)));
        }

        await AssertNothingMovedAsync();
    }

    [Fact]
    public async Task A_target_is_applied_in_steps_and_a_duplicate_delivery_moves_nothing_more()
    {
        var payload = Payload.Of(Payload.Alert(_guest!.Uuid, 400));
        var first = Assert.Single(Payload.Results((await _exporter!.PostFeedbackAsync(payload)).Body));
        // 112 MiB are asked for, 64 MiB are a step; what is not resident may go at once.
        Assert.Equal("applied", first.Verdict);
        Assert.Equal(MaximumMib * MiB, first.From);
        Assert.InRange(first.To!.Value, 400 * MiB, (MaximumMib - 64) * MiB);
        var duplicate = Assert.Single(Payload.Results((await _exporter.PostFeedbackAsync(payload)).Body));
        Assert.Equal(("refused", "duplicate"), (duplicate.Verdict, duplicate.Reason));
        await Wait.UntilAsync("balloon at its target", Patience, async () => (await _guest.StatisticsAsync()).CurrentKib * 1024 == first.To);

        var page = await _exporter.MetricsAsync();
        Assert.Equal((double?)first.To, page.Value("balloon_domain_target_bytes", ("domain", "squeezed")));
        // What has moved is counted when the exporter itself looks next: a scrape alone counts nothing.
        await Wait.UntilAsync("what has moved is counted", Patience, async () =>
            (await _exporter.MetricsAsync()).Value("balloon_domain_removed_bytes_total", ("domain", "squeezed")) == (MaximumMib * MiB) - first.To);
        var line = Assert.Single(_exporter.Lines, line => line.Text.Contains("verdict=applied", StringComparison.Ordinal));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"to_bytes={first.To}"), line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_destroyed_between_recommendation_and_decision_is_unknown()
    {
        var payload = Payload.Of(Payload.Alert(_guest!.Uuid, 400));
        await _guest.DestroyAsync();
        var answer = await _exporter!.PostFeedbackAsync(payload);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var result = Assert.Single(Payload.Results(answer.Body));
        Assert.Equal(("refused", "unknown_domain"), (result.Verdict, result.Reason));
        // Nothing of it is left on the next page.
        Assert.DoesNotContain((await _exporter.MetricsAsync()).Samples, sample => sample["domain"] == "squeezed");
    }

    [Fact]
    public async Task A_frozen_guest_is_left_alone_and_does_not_hold_the_others()
    {
        await using var other = await Guest.StartAsync(host.Libvirt, new GuestOptions("healthy") { MemoryMib = MaximumMib });
        await other.WaitForStatisticsAsync();
        await Wait.UntilAsync("managed", Patience, async () =>
            (await _exporter!.MetricsAsync()).Find("balloon_domain_working_set_bytes", ("domain", "healthy")) is not null
            && (await _exporter.MetricsAsync()).Find("balloon_domain_managed", ("domain", "healthy")) == 1);
        _guest!.Freeze();
        try
        {
            // The first look at a frozen guest may hang; it is given up and the next one must do.
            var verdicts = new List<(string Verdict, string Reason, long? From, long? To)>();
            await Wait.UntilAsync("the healthy one served", TimeSpan.FromSeconds(25), async () =>
            {
                var answer = await _exporter!.PostFeedbackAsync(Payload.Of(Payload.Alert(_guest.Uuid, 400), Payload.Alert(other.Uuid, 400)));
                verdicts.AddRange(Payload.Results(answer.Body).Take(1));
                return Payload.Results(answer.Body)[1].Verdict == "applied";
            });
            Assert.All(verdicts, verdict => Assert.NotEqual("applied", verdict.Verdict));
        }
        finally
        {
            _guest.Thaw();
        }

        await Wait.UntilAsync("thawed", Patience, async () => (await _exporter!.MetricsAsync()).Find("balloon_domain_scrape_success", ("domain", "squeezed")) == 1);
    }

    [Fact]
    public async Task Observe_mode_decides_and_moves_nothing()
    {
        await using var observer = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri) { Grace = "5s" });
        await Wait.UntilAsync("managed", Patience, async () =>
            (await observer.MetricsAsync()).Find("balloon_domain_working_set_bytes", ("domain", "squeezed")) is not null);
        var result = Assert.Single(Payload.Results((await observer.PostFeedbackAsync(Payload.Of(Payload.Alert(_guest!.Uuid, 400)))).Body));
        Assert.Equal("dry_run", result.Verdict);
        Assert.NotNull(result.To);
        await AssertNothingMovedAsync();
    }

    private async Task<double> DecisionsAsync(string verdict, string reason) =>
        (await _exporter!.MetricsAsync()).Find("balloon_feedback_decisions_total", ("decision", verdict), ("reason", reason), ("origin", "alert")) ?? 0;

    // A balloon that was to move would have begun within milliseconds; its target would show at once.
    private async Task AssertNothingMovedAsync()
    {
        Assert.Equal(MaximumMib * 1024, (await _guest!.StatisticsAsync()).CurrentKib);
        var page = await _exporter!.MetricsAsync();
        Assert.Null(page.Find("balloon_domain_target_bytes", ("domain", "squeezed")));
        Assert.DoesNotContain(page.All("balloon_feedback_decisions_total"), sample => sample["decision"] == "applied");
    }
}

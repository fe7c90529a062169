using Microsoft.Extensions.Logging;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Api;

public sealed partial class FeedbackEndpointTests
{
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
}

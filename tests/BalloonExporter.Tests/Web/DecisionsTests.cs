using System.Net;
using System.Text;
using System.Text.Json;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Web;

public sealed class DecisionsTests : IAsyncLifetime
{
    private const long TargetBytes = ((4 * GiB) - (200 * MiB)) * 1024;

    private TestExporter _exporter = null!;

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync();

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Fact]
    public async Task A_decision_is_told_as_the_log_tells_it()
    {
        await FeedAsync(Alert(1, TargetBytes - (900 * MiB * 1024), "a"));

        var decision = Assert.Single(await DecisionsAsync());
        Assert.Equal(
            $$"""
            {"at":"2026-05-04T12:00:00+00:00","verdict":"applied","reason":"in_part","origin":"alert","domain":"guest1","uuid":"{{Uuid(1)}}",
            "fromBytes":4294967296,"toBytes":3865470976,"targetBytes":{{TargetBytes - (900 * MiB * 1024)}},"clippedBy":["step_limit"],
            "evaluatedAt":"2026-05-04T11:59:55+00:00","askedBy":"token@127.0.0.1","why":"as the plan recommends","fingerprint":"a"}
            """.ReplaceLineEndings(""),
            decision.GetRawText());
        var line = Assert.Single(_exporter.Log.Entries, entry => entry.Message == "decision");
        Assert.Equal(("in_part", "step_limit"), (line.Fields["reason"], line.Fields["clippedBy"]));
        Assert.Equal("token@127.0.0.1", line.Fields["askedBy"]);
    }

    [Fact]
    public async Task The_newest_come_first_and_heartbeats_are_left_out()
    {
        await FeedAsync(Alert(1, TargetBytes, "a"));
        await FeedAsync("""{"status": "firing", "labels": {"alertname": "BalloonHeartbeat"}, "fingerprint": "h"}""");
        await FeedAsync(Alert(2, TargetBytes, "b"));

        Assert.Equal(["b", "a"], await FingerprintsAsync());
    }

    [Theory]
    [InlineData("?uuid=00000000-0000-4000-8000-000000000002", "b")]
    [InlineData("?uuid=NONSENSE", "d")]
    [InlineData("?verdict=applied", "a")]
    [InlineData("?verdict=applied&verdict=ignored", "c,a")]
    [InlineData("?reason=unknown_domain", "b")]
    [InlineData("?reason=step_limit", "a")]
    [InlineData("?reason=in_part", "a")]
    [InlineData("?reason=unknown_domain&reason=resolved", "c,b")]
    [InlineData("?origin=alert", "d,c,b,a")]
    [InlineData("?origin=poll", "")]
    [InlineData("?limit=2", "d,c")]
    [InlineData("?verdict=refused&limit=1", "d")]
    public async Task They_can_be_filtered(string query, string expected)
    {
        await FeedAsync(Alert(1, TargetBytes - (900 * MiB * 1024), "a"));
        await FeedAsync(Alert(2, TargetBytes, "b"));
        await FeedAsync(Alert(3, TargetBytes, "c", "resolved"));
        await FeedAsync("""{"status": "firing", "labels": {"alertname": "BalloonTarget", "uuid": "nonsense"}, "fingerprint": "d"}""");

        Assert.Equal(expected, string.Join(',', await FingerprintsAsync(query)));
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(-3600)]
    public async Task Of_a_domain_that_was_left_out_no_more_is_told_than_of_one_that_is_not_here(int evaluated)
    {
        _exporter.Reader.Reads(Host(Domain(1) with { Excluded = true }));

        var excluded = await FeedAsync(Alert(1, TargetBytes, "a", evaluated: evaluated));
        var unknown = await FeedAsync(Alert(2, TargetBytes, "a", evaluated: evaluated));

        Assert.Equal(unknown.Replace(Uuid(2).ToString(), "", StringComparison.Ordinal), excluded.Replace(Uuid(1).ToString(), "", StringComparison.Ordinal));
        var told = await DecisionsAsync();
        Assert.Equal(
            told[0].GetRawText().Replace(Uuid(2).ToString(), "", StringComparison.Ordinal),
            told[1].GetRawText().Replace(Uuid(1).ToString(), "", StringComparison.Ordinal));
        Assert.Empty(await DecisionsAsync("?reason=excluded"));
        // The operator still learns that a plan asks for an excluded domain.
        Assert.Contains(_exporter.Log.Entries, entry => entry.Message == "decision" && Equals(entry.Fields["reason"], "excluded"));
    }

    [Fact]
    public async Task An_alert_of_another_name_moves_nothing_and_is_ignored()
    {
        var answer = await FeedAsync(Alert(1, TargetBytes, "a").Replace("BalloonTarget", "BalloonTargets", StringComparison.Ordinal));

        Assert.Contains("\"verdict\":\"ignored\",\"reason\":\"foreign_alert\"", answer, StringComparison.Ordinal);
        Assert.Empty(_exporter.Balloon.Calls);
    }

    [Theory]
    [InlineData("?reason=because", "reason=because")]
    [InlineData("?verdict=Applied", "verdict=Applied")]
    [InlineData("?origin=", "origin=")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=1001", "limit")]
    [InlineData("?uid=1", "uid")]
    public async Task A_filter_that_is_not_known_is_400_and_named(string query, string named)
    {
        using var response = await _exporter.Http.GetAsync(new Uri("/api/v1/decisions" + query, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(named, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_newest_thousand_are_kept()
    {
        await FeedAsync([.. Enumerable.Range(1, 1010).Select(number => Alert(number + 1, TargetBytes, $"fp{number}"))]);

        var found = (await FingerprintsAsync()).ToList();

        Assert.Equal(1000, found.Count);
        Assert.Equal(1000, found.Distinct().Count());
    }

    private static string Alert(int domain, long targetBytes, string fingerprint, string status = "firing", int evaluated = -5) => $$"""
        {
          "status": "{{status}}",
          "labels": {"alertname": "BalloonTarget", "uuid": "{{Uuid(domain)}}"},
          "annotations": {"balloon_target_bytes": "{{targetBytes}}", "balloon_evaluated_at": "{{Noon.ToUnixTimeSeconds() + evaluated}}"},
          "fingerprint": "{{fingerprint}}"
        }
        """;

    private async Task<string> FeedAsync(params string[] alerts)
    {
        using var message = new StringContent($$"""{"version": "4", "alerts": [{{string.Join(',', alerts)}}]}""", Encoding.UTF8, "application/json");
        using var response = await _exporter.Http.PostAsync(new Uri("/api/v1/feedback", UriKind.Relative), message);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<IReadOnlyList<JsonElement>> DecisionsAsync(string query = "")
    {
        using var answer = JsonDocument.Parse(await _exporter.Http.GetStringAsync(new Uri("/api/v1/decisions" + query, UriKind.Relative)));
        return [.. answer.RootElement.GetProperty("decisions").EnumerateArray().Select(decision => decision.Clone())];
    }

    private async Task<IEnumerable<string?>> FingerprintsAsync(string query = "") =>
        (await DecisionsAsync(query)).Select(decision => decision.GetProperty("fingerprint").GetString());
}

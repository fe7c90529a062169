using System.Globalization;
using System.Net;
using System.Text.Json;
using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Web;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Api;

public sealed class FloodTests : IAsyncLifetime
{
    private const int Domains = 1000;
    private const int Messages = 30;

    private TestExporter _exporter = null!;

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync();

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Fact]
    public async Task A_flood_is_answered_while_the_loop_is_busy_and_leaves_no_backlog()
    {
        var busy = new TaskCompletionSource<HostSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exporter.Reader.Answer = () => busy.Task;
        for (var second = 0; second < Messages; second++)
            Assert.Equal(Domains, (await PostAsync(second, "?wait=0")).Count);

        // All that waits is the newest message: a thousand requests, not thirty thousand.
        _exporter.Reader.Reads(Host([.. Enumerable.Range(1, Domains).Select(number => Domain(number))]));
        busy.SetResult(Host([.. Enumerable.Range(1, Domains).Select(number => Domain(number))]));
        var last = await PostAsync(Messages, "?wait=8s");

        Assert.Equal(Domains, last.Count);
        Assert.All(last, reason => Assert.Contains(reason, (string[])["dead_band", "sample_acted_on", "as_requested"]));
        Assert.InRange(_exporter.Balloon.Calls.Count, Domains, 2 * Domains);
        Assert.True(double.Parse((await SupersededAsync())!, CultureInfo.InvariantCulture) >= (Messages - 2) * Domains);
    }

    private Task<string?> SupersededAsync() =>
        _exporter.MetricAsync("balloon_feedback_decisions_total{decision=\"refused\",reason=\"superseded\",origin=\"alert\"}");

    private async Task<IReadOnlyList<string?>> PostAsync(int second, string query)
    {
        var alerts = Enumerable.Range(1, Domains).Select(number => $$$"""
            {"status": "firing", "labels": {"alertname": "BalloonTarget", "uuid": "{{{Uuid(number)}}}"}, "fingerprint": "{{{number}}}", "annotations":
            {"balloon_target_bytes": "{{{((4 * GiB) - (200 * MiB)) * 1024}}}", "balloon_evaluated_at": "{{{Noon.ToUnixTimeSeconds() - 40 + second}}}"}}
            """);
        using var content = new StringContent($$"""{"version": "4", "alerts": [{{string.Join(',', alerts)}}]}""");
        using var response = await _exporter.Http.PostAsync(new Uri("/api/v1/feedback" + query, UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return [.. answer.RootElement.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("reason").GetString())];
    }
}

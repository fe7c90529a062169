using System.Net;
using System.Text;
using System.Text.Json;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using Microsoft.AspNetCore.Http;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Api;

public sealed class RecordedPayloadTests : IAsyncLifetime
{
    private TestExporter _exporter = null!;

    public async Task InitializeAsync()
    {
        _exporter = await TestExporter.StartAsync();
        _exporter.Reader.Reads(Host(Domain(1), Domain(2)));
    }

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Theory]
    [InlineData("0.25-firing.json", "applied/as_requested applied/as_requested", 2)]
    [InlineData("0.25-heartbeat.json", "ignored/heartbeat", 0)]
    [InlineData("0.25-resolved.json", "applied/as_requested ignored/resolved", 1)]
    [InlineData("later-additions.json", "applied/as_requested applied/as_requested", 2)]
    [InlineData("mimir.json", "applied/as_requested", 1)]
    public async Task What_Alertmanager_sends_is_understood(string name, string verdicts, int moves)
    {
        using var message = new StringContent(Payload.Read(name), Encoding.UTF8, "application/json");

        using var response = await _exporter.Http.PostAsync(new Uri("/api/v1/feedback", UriKind.Relative), message);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(verdicts, string.Join(' ', answer.RootElement.GetProperty("results").EnumerateArray()
            .Select(result => $"{result.GetProperty("verdict").GetString()}/{result.GetProperty("reason").GetString()}")));
        Assert.Equal(moves, _exporter.Balloon.Calls.Count);
    }

    [Fact]
    public Task Of_what_Grafana_sends_its_version_is_enough() => IsRefusedAsGrafanasAsync("""{"version":"1","status":"firing","alerts":[]}""");

    [Theory]
    [InlineData("grafana.json")]
    [InlineData("grafana-legacy.json")]
    public Task What_Grafana_sends_by_itself_is_refused_by_name(string name) => IsRefusedAsGrafanasAsync(Payload.Read(name));

    private async Task IsRefusedAsGrafanasAsync(string text)
    {
        using var message = new StringContent(text, Encoding.UTF8, "application/json");

        using var response = await _exporter.Http.PostAsync(new Uri("/api/v1/feedback", UriKind.Relative), message);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.Contains("Grafana", answer, StringComparison.Ordinal);
        Assert.Contains("Alertmanager", answer, StringComparison.Ordinal);
        Assert.Equal("1", await _exporter.MetricAsync("balloon_feedback_notifications_total{result=\"unsupported_version\"}"));
        Assert.Empty(_exporter.Balloon.Calls);
    }

    [Fact]
    public async Task What_Alertmanagers_API_answers_is_understood()
    {
        await using var alertmanager = await FakeAlertmanager.StartAsync();
        alertmanager.Answer = context => context.Response.WriteAsync(Payload.Read("0.25-api.json"));
        using var poll = _exporter.PollOf(TestOptions.Act with { Alertmanager = AlertmanagerOptions.None with { Addresses = [alertmanager.Address] } });

        await poll.PollAsync(CancellationToken.None);

        Assert.NotNull(await _exporter.MetricAsync("balloon_feedback_last_heartbeat_timestamp_seconds"));
        while (_exporter.Balloon.Calls.Count == 0)
            await Task.Yield();
        Assert.Equal([(Uuid(1), 4085252096 / 1024)], _exporter.Balloon.Calls);
    }
}

using System.Net;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Metrics;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Web;

public sealed class PagesTests : IAsyncLifetime
{
    private TestExporter _exporter = null!;

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync(TestOptions.Observe with { TelemetryPath = "/balloon" });

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Fact]
    public async Task The_landing_page_links_everything()
    {
        var response = await GetAsync("/");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        foreach (var part in (string[])["href=\"ui/\"", "href=\"/balloon\"", "href=\"/-/healthy\"", "href=\"/-/ready\"", "POST /api/v1/feedback", "href=\"/api/v1/domains\"",
            "href=\"/api/v1/decisions\"", "href=\"/api/v1/pause\"", "href=\"/api/v1/openapi.json\"", "<code>observe</code>"])
            Assert.Contains(part, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_and_the_landing_page_tell_the_mode_in_effect()
    {
        await using var acting = await TestExporter.StartAsync(TestOptions.Act);
        Assert.Contains("Mode: <code>act</code>.", await acting.Http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);

        acting.Role.Leave();

        Assert.Contains("Mode: <code>observe</code> although it was started to act", await acting.Http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal("1", await acting.MetricAsync("balloon_feedback_mode{mode=\"observe\"}"));
    }

    [Fact]
    public async Task Every_link_of_the_landing_page_leads_somewhere()
    {
        var page = await (await GetAsync("/")).Content.ReadAsStringAsync();

        foreach (var link in page.Split("href=\"").Skip(1).Select(part => part[..part.IndexOf('"')]))
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Healthy_whatever_libvirt_does()
    {
        _exporter.Reader.Answer = () => throw new InvalidOperationException("libvirt is not to be asked");

        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/-/healthy")).StatusCode);
    }

    [Fact]
    public async Task Ready_when_libvirt_can_be_reached()
    {
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/-/ready")).StatusCode);
        _exporter.Reader.Reads(Snapshots.LibvirtDown());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GetAsync("/-/ready")).StatusCode);
    }

    [Fact]
    public async Task Ready_reads_no_domain()
    {
        var before = _exporter.Reader.Asked.Count;

        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/-/ready")).StatusCode);

        Assert.Equal(before, _exporter.Reader.Asked.Count);
    }

    [Fact]
    public async Task The_metrics_have_their_path_and_content_type()
    {
        var response = await GetAsync("/balloon");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("\nballoon_libvirt_up 1\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task The_metrics_are_there_when_libvirt_is_not()
    {
        _exporter.Reader.Reads(Snapshots.LibvirtDown());

        var response = await GetAsync("/balloon");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\nballoon_libvirt_up 0\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 10.0)]
    [InlineData("10", 9.5)]
    [InlineData("1.5", 1.2)]
    [InlineData("2.5", 2.0)]
    [InlineData("0.1", 0.08)]
    [InlineData("0", 10.0)]
    [InlineData("-5", 10.0)]
    [InlineData("soon", 10.0)]
    [InlineData("1e9", 10.0)]
    [InlineData("100000", 119.5)]
    [InlineData("NaN", 119.5)]
    public async Task What_a_client_says_of_its_time_is_how_long_it_waits_and_no_limit_of_the_read(string? header, double seconds)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/balloon", UriKind.Relative));
        if (header is not null)
            request.Headers.Add("X-Prometheus-Scrape-Timeout-Seconds", header);

        var read = new TaskCompletionSource<HostSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        _exporter.Reader.Answer = () => read.Task;

        var asked = _exporter.Http.SendAsync(request);
        await _exporter.Time.ACallerWaits(TimeSpan.FromSeconds(seconds));
        read.SetResult(Snapshots.Host());

        using var response = await asked;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(SharedReader.Deadline, Assert.Single(_exporter.Reader.Asked).Deadline);
        Assert.Empty(_exporter.Reader.Asked[0].Jobs);
        Assert.Equal(SharedPages.DetailsDeadline, Assert.Single(_exporter.Details.Asked).Deadline);
    }

    [Fact]
    public async Task Feedback_is_not_read_with_GET() =>
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await GetAsync("/api/v1/feedback")).StatusCode);

    private Task<HttpResponseMessage> GetAsync(string path) => _exporter.Http.GetAsync(new Uri(path, UriKind.Relative));
}

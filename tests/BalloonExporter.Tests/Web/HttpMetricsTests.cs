using System.Net;
using BalloonExporter.Metrics;
using Microsoft.AspNetCore.Http;

namespace BalloonExporter.Tests.Web;

/// <summary>Requests are counted by page and status, whatever a client makes up.</summary>
public sealed class HttpMetricsTests
{
    [Theory]
    [InlineData("/-/healthy", "/-/healthy", "200")]
    [InlineData("/metrics?collect[]=nothing", "/metrics", "400")]
    [InlineData("/api/v1/domains/7f3c1d9e-0000-4000-8000-000000000001/policy", "/api/v1/domains/{uuid}/policy", "404")]
    [InlineData("/nothing/here", "other", "404")]
    public async Task A_request_is_counted_by_the_template_of_its_page_and_its_status(string asked, string route, string code)
    {
        await using var exporter = await TestExporter.StartAsync();

        using var answer = await exporter.Http.GetAsync(new Uri(asked, UriKind.Relative));

        Assert.Equal("1", await exporter.MetricAsync($"balloon_http_requests_total{{route=\"{route}\",code=\"{code}\"}}"));
    }

    [Fact]
    public async Task How_long_a_page_takes_is_measured()
    {
        await using var exporter = await TestExporter.StartAsync();

        using var answer = await exporter.Http.GetAsync(new Uri("/-/healthy", UriKind.Relative));

        Assert.Equal("1", await exporter.MetricAsync("balloon_http_request_duration_seconds_count{route=\"/-/healthy\"}"));
    }

    [Fact]
    public async Task A_refused_request_is_counted_with_the_page_it_wanted()
    {
        await using var exporter = await TestExporter.StartAsync();
        using var stranger = new HttpClient { BaseAddress = exporter.Http.BaseAddress };

        using var answer = await stranger.PostAsync(new Uri("/api/v1/feedback", UriKind.Relative), new StringContent("{}"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("1", await exporter.MetricAsync("balloon_http_requests_total{route=\"/api/v1/feedback\",code=\"401\"}"));
    }

    [Fact]
    public async Task What_a_stranger_makes_up_adds_no_series()
    {
        await using var exporter = await TestExporter.StartAsync();
        await AskAsync("first");
        var before = await SeriesAsync();

        for (var number = 0; number < 30; number++)
            await AskAsync($"made-up-{number}");

        var after = await SeriesAsync();
        Assert.Equal(before.Count, after.Count);
        Assert.DoesNotContain(after, line => line.Contains("made-up", StringComparison.Ordinal));

        async Task AskAsync(string word)
        {
            foreach (var path in (string[])[$"/{word}", $"/metrics/{word}", $"/api/v1/domains/{word}/policy", $"/?{word}"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(word.ToUpperInvariant()), new Uri(path, UriKind.Relative));
                using var answer = await exporter.Http.SendAsync(request);
            }
        }

        async Task<IReadOnlyList<string>> SeriesAsync() =>
            [.. (await exporter.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n').Where(line => line.StartsWith("balloon_http_requests_total{", StringComparison.Ordinal) && !line.Contains("\"/metrics\"", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task A_client_that_has_gone_before_the_answer_is_told_apart_from_a_success()
    {
        var metrics = new HttpMetrics();
        using var gone = new CancellationTokenSource();
        var context = new DefaultHttpContext { RequestAborted = gone.Token };

        await metrics.HandleAsync(context, _ => gone.CancelAsync());

        using var page = new MemoryStream();
        await metrics.Registry.CollectAndExportAsTextAsync(page);
        Assert.Contains("balloon_http_requests_total{route=\"other\",code=\"499\"} 1\n", System.Text.Encoding.UTF8.GetString(page.ToArray()), StringComparison.Ordinal);
    }
}

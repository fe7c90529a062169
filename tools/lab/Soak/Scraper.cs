using System.Diagnostics;
using System.Net;

namespace BalloonExporter.Lab.Soak;

/// <summary>A Prometheus in miniature: scrapes every second with a deadline and keeps count of what went wrong.</summary>
internal sealed class Scraper(HttpClient http, TimeSpan timeout)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly List<string> _failures = [];

    public int Scrapes { get; private set; }

    public TimeSpan Slowest { get; private set; }

    public IReadOnlyList<string> Failures => _failures;

    public async Task RunAsync(CancellationToken stop)
    {
        using var clock = new PeriodicTimer(Interval);
        while (!stop.IsCancellationRequested)
        {
            await ScrapeAsync();
            try
            {
                await clock.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException)
            {
                // The end of the soak.
            }
        }
    }

    private async Task ScrapeAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/metrics", UriKind.Relative));
        request.Headers.Add("X-Prometheus-Scrape-Timeout-Seconds", timeout.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture));
        var started = Stopwatch.GetTimestamp();
        var problem = await AskAsync(request);
        var took = Stopwatch.GetElapsedTime(started);
        Scrapes++;
        Slowest = took > Slowest ? took : Slowest;
        if (problem is null && took > timeout)
            problem = "late";
        if (problem is not null)
            _failures.Add(FormattableString.Invariant($"scrape {Scrapes}: {problem} after {took.TotalSeconds:0.00} s"));
    }

    private async Task<string?> AskAsync(HttpRequestMessage request)
    {
        try
        {
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.OK)
                return $"status {(int)answer.StatusCode}";
            return text.Contains("\nballoon_libvirt_up ", StringComparison.Ordinal) ? null : "no balloon_libvirt_up";
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return exception.Message;
        }
    }
}

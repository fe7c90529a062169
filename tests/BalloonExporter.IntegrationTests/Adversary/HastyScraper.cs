namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>Reads the metrics over and over with a time that nothing can be read in, or hangs up.</summary>
internal static class HastyScraper
{
    private static readonly TimeSpan HangsUpAfter = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="client">With the exporter's address.</param>
    /// <param name="timeout">What it says of its time, in seconds.</param>
    /// <param name="hangUp">Whether it waits for no answer.</param>
    /// <param name="done">Ends it.</param>
    public static async Task RepeatAsync(HttpClient client, string timeout, bool hangUp, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            using var leaving = new CancellationTokenSource(hangUp ? HangsUpAfter : Patience);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/metrics", UriKind.Relative));
            request.Headers.Add("X-Prometheus-Scrape-Timeout-Seconds", timeout);
            try
            {
                using var answer = await client.SendAsync(request, leaving.Token);
                await answer.Content.ReadAsByteArrayAsync(leaving.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException)
            {
                // Hung up.
            }
        }
    }
}

using System.Net.Http.Headers;
using System.Text;

namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>What no client of good faith sends, with the key: each is a fault of the sender, and changes nothing.</summary>
internal sealed class MalformedRequests : IAttack
{
    private static readonly string Brackets = new('[', 100_000);

    private static readonly (string Path, string Body)[] Requests =
    [
        ("/api/v1/feedback", Brackets),
        ("/api/v1/feedback", $$"""{"version": "4", "alerts": [{"labels": {{Brackets}}"""),
        ("/api/v1/feedback", string.Concat(Enumerable.Repeat("{\"a\":", 50_000))),
        ("/api/v1/feedback", """{"version": "4", "alerts": [{"status": "firing", "labels": {"alertname": "BalloonTarget", "uuid": 1e999}}]}"""),
        ("/api/v1/pause", """{"for": "70000000h"}"""),
        ("/api/v1/pause", """{"for": "99999999999999999999999999999s"}"""),
        ("/api/v1/pause", """{"for": "-1h"}"""),
        ("/api/v1/pause", Brackets),
    ];

    public async Task RunAsync(Victim victim)
    {
        using var client = victim.Exporter.NewClient();
        foreach (var (path, body) in Requests)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", victim.Keys.Token);
            if (await Victim.TrySendAsync(client, request) is var (status, text))
                Assert.True((int)status is >= 400 and < 500, $"{path}: {(int)status} {text}");
        }

        Assert.Equal(0, (await victim.Exporter.MetricsAsync()).Value("balloon_feedback_paused"));
    }
}

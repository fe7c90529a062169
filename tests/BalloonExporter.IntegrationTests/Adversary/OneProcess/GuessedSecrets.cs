using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using BalloonExporter.Lab.Soak;

namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>Passwords and tokens are guessed from ever new addresses.</summary>
internal sealed class GuessedSecrets : IAttack
{
    private const int Guessers = 6;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);

    private int _address;

    public async Task RunAsync(Victim victim)
    {
        using var done = new CancellationTokenSource(Lasts);
        await Task.WhenAll(Enumerable.Range(0, Guessers).Select(_ => GuessAsync(victim.Exporter, done.Token)));

        // Who knows the password passes, and guessing made no token known.
        await victim.Exporter.MetricsAsync();
    }

    private async Task GuessAsync(SoakedExporter exporter, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _address);
            using var client = exporter.NewClient(from: IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"127.1.{number / 250}.{(number % 250) + 1}")));
            foreach (var (path, proof) in (IEnumerable<(string, AuthenticationHeaderValue)>)
                     [
                         ("/metrics", SoakedExporter.BasicOf(SoakKeys.User, $"guess {number}")),
                         ("/metrics", SoakedExporter.BasicOf($"user {number}", SoakKeys.Password)),
                         ("/api/v1/domains", new AuthenticationHeaderValue("Bearer", $"soak-token-number-guess{number}")),
                     ])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Headers = { Authorization = proof } };
                if (await Victim.TrySendAsync(client, request) is var (status, _))
                    Assert.Contains(status, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests]);
            }
        }
    }
}

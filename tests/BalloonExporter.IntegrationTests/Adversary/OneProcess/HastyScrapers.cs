using System.Net;

namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>Those who may read the metrics say that they have no time, or hang up.</summary>
internal sealed class HastyScrapers : IAttack
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(8);
    private static readonly IPAddress From = IPAddress.Parse("127.0.0.2");
    private static readonly (string Timeout, bool HangUp)[] Kinds = [("0.02", false), ("0.000001", false), ("10", true), ("10", true)];

    public async Task RunAsync(Victim victim)
    {
        using var done = new CancellationTokenSource(Lasts);
        using var client = victim.Exporter.NewClient(from: From);
        await Task.WhenAll(Kinds.Select(kind => HastyScraper.RepeatAsync(client, kind.Timeout, kind.HangUp, done.Token)));
    }
}

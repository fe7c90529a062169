namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>Huge and endless messages, unknown domains, absurd pauses and chunks that overflow, over a few connections at once.</summary>
internal sealed class Flooded : IAttack
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(12);

    public async Task RunAsync(Victim victim)
    {
        using var flood = new Flood(victim.Exporter.Address, victim.Keys.Token);
        using var stop = new CancellationTokenSource(Lasts);
        await flood.RunAsync(stop.Token);

        Assert.Equal(0, flood.ServerErrors);
        Assert.True(flood.Sent > Lasts.TotalSeconds, $"{flood.Sent} messages");
    }
}

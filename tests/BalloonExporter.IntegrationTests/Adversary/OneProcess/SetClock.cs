namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>The exporter's clock is set back by an hour, then ahead, then right.</summary>
internal sealed class SetClock : IAttack
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(4);

    public async Task RunAsync(Victim victim)
    {
        foreach (var ahead in (TimeSpan[])[-Hour, Hour, TimeSpan.Zero])
        {
            victim.Clock.Set(ahead);
            await Task.Delay(Lasts);
        }
    }
}

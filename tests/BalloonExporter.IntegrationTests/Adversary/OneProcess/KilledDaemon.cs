namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>libvirt's daemon is killed and comes back after a while.</summary>
internal sealed class KilledDaemon : IAttack
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(2);

    public async Task RunAsync(Victim victim)
    {
        await victim.Libvirt.KillAsync();
        await Task.Delay(Lasts);
        await victim.Libvirt.RestartAsync();
    }
}

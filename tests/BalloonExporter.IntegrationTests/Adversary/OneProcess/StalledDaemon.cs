using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>libvirt's daemon stalls for as long as ends processes that share a connection, and comes back.</summary>
internal sealed class StalledDaemon : IAttack
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(25);

    public async Task RunAsync(Victim victim)
    {
        Assert.True(Signals.SendStop(victim.Libvirt.ProcessId));
        try
        {
            await Task.Delay(Lasts);
        }
        finally
        {
            Signals.SendContinue(victim.Libvirt.ProcessId);
        }
    }
}

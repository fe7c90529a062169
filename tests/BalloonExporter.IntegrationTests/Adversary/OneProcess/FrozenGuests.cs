using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>QEMU processes are stopped, monitor and all, while the exporter wants to move them.</summary>
internal sealed class FrozenGuests : IAttack
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(8);

    public async Task RunAsync(Victim victim)
    {
        int[] frozen = [victim.Guests[0].QemuProcessId, .. victim.Tiny.Keys.Take(2).Select(victim.Libvirt.QemuProcessId)];
        foreach (var qemu in frozen)
            Assert.True(Signals.SendStop(qemu));
        try
        {
            await Task.Delay(Lasts);
        }
        finally
        {
            foreach (var qemu in frozen)
                Signals.SendContinue(qemu);
        }
    }
}

using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>QEMU processes are killed, paused ones and a guest that has just been started.</summary>
internal sealed class KilledGuests : IAttack
{
    public async Task RunAsync(Victim victim)
    {
        var fleeting = await TinyDomains.CreateAsync(victim.Libvirt, 3, "fleeting");
        await using var guest = await Guest.StartAsync(victim.Libvirt, new GuestOptions("killed") { MemoryMib = 512 });
        await guest.WaitForStatisticsAsync();
        await Task.Delay(TimeSpan.FromSeconds(2));
        foreach (var name in fleeting.Keys.Append(guest.Name))
            Assert.True(Signals.SendKill(victim.Libvirt.QemuProcessId(name)));
    }
}

using BalloonExporter.Core.Model;
using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>Proxmox: every ten seconds, towards 80 % of the host's memory used.</summary>
public sealed class Proxmox() : Rival(everySeconds: 10)
{
    private const int GoalPercent = 80;

    protected override void Decide(SimulatedHost host)
    {
        var goal = (Kib.ToBytes(host.TotalKib) * GoalPercent / 100) - Kib.ToBytes(host.TotalKib - host.AvailableKib);
        var guests = host.Guests.Where(guest => !guest.IsDown).ToList();
        var targets = ProxmoxRule.Decide(goal, [.. guests.Select(guest => Seen(guest))]);
        foreach (var (guest, target) in guests.Zip(targets))
        {
            if (target is { } bytes)
                Set(host, guest, Kib.FromBytes(bytes));
        }
    }

    private static ProxmoxGuest Seen(SimulatedGuest guest) => new(
        Kib.ToBytes(guest.MaximumKib),
        guest.OptedOut ? 0 : Kib.ToBytes(FloorKib(guest)),
        Kib.ToBytes(guest.CurrentKib),
        Kib.ToBytes(LastSample(guest)?.UnusedKib),
        guest.Shares);
}

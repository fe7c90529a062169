using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>libvirt-autoballoon: each guest by itself, every second.</summary>
public sealed class LibvirtAutoballoon() : Rival(everySeconds: 1)
{
    private readonly LibvirtAutoballoonRule _rule = new(ratio: 0.125);

    protected override void Decide(SimulatedHost host)
    {
        foreach (var guest in host.Guests)
        {
            if (LastSample(guest)?.UsableKib is { } usableKib && _rule.Decide(guest.MaximumKib, guest.CurrentKib, usableKib) is { } targetKib)
                Set(host, guest, targetKib);
        }
    }
}

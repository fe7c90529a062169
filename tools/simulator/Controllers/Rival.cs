using BalloonExporter.Core.Model;
using BalloonExporter.Simulator.World;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>
/// A controller of another project. All of them act in a fixed interval, read the guests' last samples as QEMU has them, and use the same floor as
/// this project as each guest's minimum, although some of the originals have none.
/// </summary>
public abstract class Rival(int everySeconds) : IController
{
    public void Act(SimulatedHost host)
    {
        Observe(host);
        if (host.Second % everySeconds == 0)
            Decide(host);
    }

    protected static long FloorKib(SimulatedGuest guest) => Math.Max(256 * MiB, guest.MaximumKib / 4);

    /// <summary>The guest's last sample, of any age; null when it made none since it started, or has no balloon. Counts as a look.</summary>
    protected static GuestStatistics? LastSample(SimulatedGuest guest) => guest is { Reports: true, OptedOut: false } ? guest.Read() : null;

    protected virtual void Observe(SimulatedHost host)
    {
    }

    protected abstract void Decide(SimulatedHost host);

    protected static void Set(SimulatedHost host, SimulatedGuest guest, long targetKib)
    {
        targetKib = Math.Clamp(targetKib, FloorKib(guest), guest.MaximumKib);
        if (targetKib != guest.TargetKib)
            host.SetTarget(guest, targetKib);
    }
}

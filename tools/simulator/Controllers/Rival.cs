using BalloonExporter.Core.Model;
using BalloonExporter.Simulator.World;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>
/// What rivals have in common: a rhythm, the guests' last samples as QEMU has them, and as each one's minimum the floor that ours has too,
/// though some of them know none.
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

    /// <summary>What the guest told last, however long ago; null when it never told anything since it started, or has no balloon. A look.</summary>
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

using BalloonExporter.Simulator.World;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>
/// Proxmox's rule, from its description: every ten seconds the host is brought towards 80 % used by at most 100 MiB a guest. Memory goes by
/// shares above each minimum; guests that have little free are served first, those that have much give first.
/// </summary>
public sealed class SharesWalker() : Rival(everySeconds: 10)
{
    private const double Goal = 0.80;
    private const long StepKib = 100 * MiB;
    private const long DeadBandKib = 10 * MiB;

    protected override void Decide(SimulatedHost host)
    {
        var goalKib = (long)(host.TotalKib * Goal) - (host.TotalKib - host.AvailableKib);
        if (Math.Abs(goalKib) <= DeadBandKib)
            return;
        var all = host.Guests.Where(guest => !guest.IsDown).ToList();
        var comfortable = all.Where(guest => guest.Reports && guest.FreeKib > FloorKib(guest) / 4 && guest.CurrentKib >= FloorKib(guest)).ToList();
        var first = goalKib > 0 ? [.. all.Except(comfortable)] : comfortable;
        if (!Change(host, first, goalKib))
            Change(host, all, goalKib);
    }

    private static bool Change(SimulatedHost host, List<SimulatedGuest> guests, long kib)
    {
        var targets = guests.ToDictionary(guest => guest, guest => guest.CurrentKib);
        var open = guests.ToList();
        var rest = kib;
        // What one may not take, or give, goes to the others.
        for (var round = 0; round < 10 && open.Count > 0 && Math.Abs(rest) > MiB; round++)
        {
            var aboveKib = open.Sum(guest => targets[guest] - FloorKib(guest)) + rest;
            foreach (var guest in open.ToList())
            {
                var desired = Math.Clamp(FloorKib(guest) + (aboveKib / open.Count), FloorKib(guest), guest.MaximumKib);
                var lowest = Math.Max(FloorKib(guest), guest.CurrentKib - StepKib);
                var highest = Math.Min(guest.MaximumKib, guest.CurrentKib + StepKib);
                var target = kib > 0 ? Math.Clamp(desired, targets[guest], Math.Max(targets[guest], highest)) : Math.Clamp(desired, Math.Min(lowest, targets[guest]), targets[guest]);
                rest -= target - targets[guest];
                targets[guest] = target;
                if (target == lowest || target == highest)
                    open.Remove(guest);
            }
        }

        foreach (var (guest, target) in targets)
            Set(host, guest, target);
        return targets.Any(each => each.Value != each.Key.CurrentKib);
    }
}

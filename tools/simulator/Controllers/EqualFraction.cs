using BalloonExporter.Simulator.World;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>
/// squeezed's rule, from its description: every guest gets the same fraction of what lies between its minimum and its maximum, so that all of them
/// together fit into the host whatever they use. No statistics of guests. First frees, grows once they have landed; stuck guests are left out.
/// </summary>
public sealed class EqualFraction() : Rival(everySeconds: 1)
{
    private const long ReserveKib = GiB;
    private const int Period = 10;
    private const int StuckAfter = 5;

    private readonly Dictionary<Guid, (long Kib, int Since)> _progress = [];

    protected override void Decide(SimulatedHost host)
    {
        foreach (var guest in host.Guests)
        {
            var moves = Math.Abs(guest.CurrentKib - guest.TargetKib) < MiB || !_progress.TryGetValue(guest.Uuid, out var seen) || seen.Kib != guest.CurrentKib;
            if (moves)
                _progress[guest.Uuid] = (guest.CurrentKib, host.Second);
        }

        var active = host.Guests.Where(guest => !guest.IsDown && host.Second - _progress[guest.Uuid].Since <= StuckAfter).ToList();
        if (active.Count == 0)
            return;
        var stuckKib = host.Guests.Where(guest => !guest.IsDown).Except(active).Sum(guest => guest.CurrentKib);
        var roomKib = host.TotalKib - host.OthersKib - ReserveKib - stuckKib - active.Sum(FloorKib);
        var fraction = Math.Clamp((double)roomKib / Math.Max(1, active.Sum(guest => guest.MaximumKib - FloorKib(guest))), 0, 1);
        var targets = active.ToDictionary(guest => guest, guest => FloorKib(guest) + (long)(fraction * (guest.MaximumKib - FloorKib(guest))));
        var frees = targets.Where(each => each.Value < each.Key.CurrentKib - MiB).ToList();
        if (frees.Count > 0)
        {
            foreach (var (guest, target) in frees.Where(each => host.Second % Period == 0 || each.Key.TargetKib != each.Value))
                Set(host, guest, target);
            return;
        }

        if (host.Second % Period == 0 || active.Any(guest => guest.TargetKib < guest.CurrentKib))
        {
            foreach (var (guest, target) in targets.Where(each => Math.Abs(each.Value - each.Key.TargetKib) > MiB))
                Set(host, guest, target);
        }
    }
}

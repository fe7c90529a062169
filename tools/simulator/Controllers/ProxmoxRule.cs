using BalloonExporter.Core.Model;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>The input of Proxmox' rule for one guest. Sizes in bytes.</summary>
/// <param name="Maximum">The memory that was sold.</param>
/// <param name="Minimum">The <c>balloon</c> of its configuration; 0 when there is none.</param>
/// <param name="Balloon">What it has; 0 without a driver.</param>
/// <param name="Free">The guest's MemFree, without its cache; null when it reports nothing.</param>
/// <param name="Shares">Its weight; 0 when its memory is moved by hand.</param>
public sealed record ProxmoxGuest(long Maximum, long Minimum, long Balloon, long? Free, int Shares = 1000);

/// <summary>
/// Proxmox' rule, as <c>PVE/AutoBalloon.pm</c> decides: the host's surplus or deficit is split by shares above each minimum, at most 100 MiB for each
/// guest. Guests with little free memory grow first; guests with much free memory shrink first. A guest above its part shrinks even while the others grow.
/// </summary>
public static class ProxmoxRule
{
    private const long Step = 100 * Kib.BytesPerMiB;
    private const long DeadBand = 10 * Kib.BytesPerMiB;

    /// <summary>The new balloon of each guest, null where nothing is asked.</summary>
    /// <param name="goal">Bytes that guests may get; negative: bytes that they have to give.</param>
    /// <param name="guests">The guests of the host.</param>
    public static long?[] Decide(long goal, IReadOnlyList<ProxmoxGuest> guests)
    {
        var targets = new long?[guests.Count];
        if (Math.Abs(goal) <= DeadBand)
            return targets;
        List<int> all = [.. Enumerable.Range(0, guests.Count).Where(index => guests[index] is { Balloon: > 0, Minimum: > 0, Shares: > 0 })];
        var rest = Distribute(goal, guests, all.Where(index => IsComfortable(guests[index]) == goal < 0), targets);
        if (goal > 0 ? rest >= goal : rest <= goal)
            Distribute(rest, guests, all, targets);
        return targets;
    }

    private static bool IsComfortable(ProxmoxGuest guest) => guest.Free > guest.Minimum * 0.25 && guest.Balloon >= guest.Minimum;

    // In rounds: what one guest cannot take or give is split among the others. Returns what is left.
    private static long Distribute(long bytes, IReadOnlyList<ProxmoxGuest> guests, IEnumerable<int> who, long?[] targets)
    {
        var open = who.ToList();
        var rest = bytes;
        long moved;
        do
        {
            var shares = open.Sum(index => (long)guests[index].Shares);
            var above = open.Sum(index => (targets[index] ?? guests[index].Balloon) - guests[index].Minimum) + rest;
            moved = 0;
            var changed = false;
            foreach (var index in open.ToList())
            {
                var guest = guests[index];
                var part = (long)((double)above / shares * guest.Shares);
                // A minimum above the maximum is an error of the configuration: the maximum counts.
                var desired = guest.Minimum + part > guest.Maximum ? guest.Maximum : Math.Max(guest.Minimum, guest.Minimum + part);
                if (desired == guest.Balloon || (desired > guest.Balloon && bytes < 0))
                {
                    open.Remove(index);
                    continue;
                }

                var target = Math.Clamp(desired, guest.Balloon - Step, guest.Balloon + Step);
                var change = target - (targets[index] ?? guest.Balloon);
                targets[index] = target;
                moved += change;
                changed |= change != 0;
            }

            rest -= moved;
            if (!changed)
                break;
        }
        while (rest != 0);
        return rest;
    }
}

using BalloonExporter.Simulator.World;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>
/// squeezed: checks every ten seconds whether memory is balanced, and if not, acts every second until all targets are reached. It keeps 64 MiB free and
/// counts only what domains have: it knows neither what the host's own programs use nor what guests report.
/// </summary>
public sealed class Squeezed() : Rival(everySeconds: 1)
{
    private const long ReserveKib = 64 * MiB;
    private const int CheckEverySeconds = 10;

    private StuckBalloons? _operation;

    protected override void Decide(SimulatedHost host)
    {
        if (_operation is null && host.Second % CheckEverySeconds != 0)
            return;
        var operation = _operation ?? new StuckBalloons();
        var guests = host.Guests.Where(guest => !guest.IsDown).ToList();
        foreach (var guest in guests)
            operation.See(guest.Uuid, Domain(guest), host.Second);
        var freeKib = host.TotalKib - guests.Sum(guest => guest.CurrentKib);
        var targets = SqueezedRule.Iterate(freeKib, ReserveKib, [.. guests.Select(guest => Domain(guest) with { IsActive = !guest.OptedOut && !operation.IsStuck(guest.Uuid) })]);
        if (targets is null || (_operation is null && targets.TrueForAll(each => guests[each.Index].TargetKib == each.TargetKib)))
        {
            _operation = null;
            return;
        }

        _operation = operation;
        foreach (var (index, targetKib) in targets)
            Set(host, guests[index], targetKib);
    }

    private static SqueezedDomain Domain(SimulatedGuest guest) => new(FloorKib(guest), guest.MaximumKib) { TargetKib = guest.TargetKib, ActualKib = guest.CurrentKib };
}

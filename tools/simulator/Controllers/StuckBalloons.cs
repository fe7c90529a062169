namespace BalloonExporter.Simulator.Controllers;

/// <summary>How squeezed judges balloon drivers during one operation: a driver that did not move towards its target for more than five seconds is stuck until it moves.</summary>
public sealed class StuckBalloons
{
    private const int StuckAfterSeconds = 5;

    private readonly Dictionary<Guid, (long ActualKib, int MovedAt, bool IsStuck)> _seen = [];

    /// <summary>Takes in a reading of a domain.</summary>
    public void See(Guid uuid, SqueezedDomain domain, int second)
    {
        var (actualKib, movedAt, isStuck) = _seen.GetValueOrDefault(uuid, (domain.ActualKib, second, false));
        var moved = Math.Sign(domain.ActualKib - actualKib);
        if (moved != 0 && moved == domain.Direction)
            (movedAt, isStuck) = (second, false);
        isStuck |= domain.Direction != 0 && second - movedAt > StuckAfterSeconds;
        _seen[uuid] = (domain.ActualKib, movedAt, isStuck);
    }

    /// <summary>Whether its driver is stuck.</summary>
    public bool IsStuck(Guid uuid) => _seen.TryGetValue(uuid, out var seen) && seen.IsStuck;
}

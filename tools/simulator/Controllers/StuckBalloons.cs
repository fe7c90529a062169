namespace BalloonExporter.Simulator.Controllers;

/// <summary>squeezed's judgement of drivers during one operation: who has somewhere to go and did not move towards it for more than five seconds is stuck until it moves.</summary>
public sealed class StuckBalloons
{
    private const int StuckAfterSeconds = 5;

    private readonly Dictionary<Guid, (long ActualKib, int MovedAt, bool IsStuck)> _seen = [];

    /// <summary>Looks at a domain.</summary>
    public void See(Guid uuid, SqueezedDomain domain, int second)
    {
        var (actualKib, movedAt, isStuck) = _seen.GetValueOrDefault(uuid, (domain.ActualKib, second, false));
        var moved = Math.Sign(domain.ActualKib - actualKib);
        if (moved != 0 && moved == domain.Direction)
            (movedAt, isStuck) = (second, false);
        isStuck |= domain.Direction != 0 && second - movedAt > StuckAfterSeconds;
        _seen[uuid] = (domain.ActualKib, movedAt, isStuck);
    }

    /// <summary>Whether it did not move when it should have.</summary>
    public bool IsStuck(Guid uuid) => _seen.TryGetValue(uuid, out var seen) && seen.IsStuck;
}

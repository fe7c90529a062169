using BalloonExporter.Core.Model;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>What qmemman remembers of a domain, in KiB.</summary>
public sealed class QmemmanAccount(long maximumKib)
{
    private const long ToldKib = 30_000;

    private long? _usedKib;
    private long _currentKib;
    private long _formerKib;
    private bool _noProgress;

    /// <summary>The host's own programs, dom0.</summary>
    public bool IsHost { get; init; }

    /// <summary>The least that it should have.</summary>
    public long LeastPreferredKib { get; init; }

    /// <summary>The last target that was set.</summary>
    public long TargetKib { get; set; }

    /// <summary>Its last target was lower than what it had, and it has not been read since.</summary>
    public bool MustGive { get; set; }

    /// <summary>What it has or may take.</summary>
    public long ActualKib => Math.Max(_currentKib, TargetKib);

    /// <summary>The input of the rule.</summary>
    public QmemmanDomain Domain => new(Kib.ToBytes(maximumKib))
    {
        Actual = Kib.ToBytes(ActualKib),
        Used = Kib.ToBytes(_usedKib),
        LastTarget = Kib.ToBytes(TargetKib),
        NoProgress = _noProgress,
        IsHost = IsHost,
        LeastPreferred = Kib.ToBytes(LeastPreferredKib),
    };

    /// <summary>Takes in what it has now. A domain that had to give and did not move is left out of the balance until it moves or lacks memory itself.</summary>
    public void See(long currentKib)
    {
        (_formerKib, _currentKib) = (_currentKib, currentKib);
        if (MustGive && _currentKib == _formerKib && _currentKib > TargetKib + (50 * MiB / 4))
            _noProgress = true;
        MustGive = false;
        if (ActualKib <= TargetKib + (50 * MiB / 2) || Domain.Needed > 0)
            _noProgress = false;
    }

    /// <summary>Its agent reports what it uses when that has changed by 30 MB, or by half of that while the guest is nearly full.</summary>
    /// <returns>Whether it reported.</returns>
    public bool Tell(long usedKib)
    {
        var isFull = usedKib > _usedKib && usedKib / 10 > (_currentKib + 12) / 13;
        if (_usedKib is { } told && Math.Abs(usedKib - told) <= (isFull ? ToldKib / 2 : ToldKib))
            return false;
        _usedKib = usedKib;
        return true;
    }
}

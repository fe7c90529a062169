using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.GuardRails;

/// <summary>A target while guard-rails clip it.</summary>
internal sealed class ClippedTarget(long targetKib)
{
    private readonly List<DecisionReason> _clippedBy = new(4);

    /// <summary>The target so far, in KiB.</summary>
    public long Kib { get; private set; } = targetKib;

    /// <summary>The guard-rails that clipped it, in order.</summary>
    public IReadOnlyList<DecisionReason> ClippedBy => _clippedBy;

    /// <summary>The last guard-rail that clipped it.</summary>
    public DecisionReason LastReason => _clippedBy.Count > 0 ? _clippedBy[^1] : DecisionReason.AsRequested;

    /// <summary>Limits the target from above.</summary>
    public void Lower(long highestKib, DecisionReason reason) => Clip(Kib > highestKib, highestKib, reason);

    /// <summary>Limits the target from below.</summary>
    public void Raise(long leastKib, DecisionReason reason) => Clip(Kib < leastKib, leastKib, reason);

    /// <summary>The decision to set the target.</summary>
    public Decision Apply(long fromKib) => new()
    {
        Verdict = Verdict.Applied,
        Reason = LastReason,
        FromKib = fromKib,
        ToKib = Kib,
        ClippedBy = _clippedBy,
    };

    private void Clip(bool clips, long toKib, DecisionReason reason)
    {
        if (!clips)
            return;
        Kib = toKib;
        _clippedBy.Add(reason);
    }
}

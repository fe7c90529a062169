using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.GuardRails;

/// <summary>A target on its way through the guard-rails that clip it.</summary>
internal sealed class ClippedTarget(long targetKib)
{
    private readonly List<DecisionReason> _clippedBy = new(4);

    /// <summary>What is left of the target, in KiB.</summary>
    public long Kib { get; private set; } = targetKib;

    /// <summary>Every guard-rail that clipped it, in the order they did.</summary>
    public IReadOnlyList<DecisionReason> ClippedBy => _clippedBy;

    /// <summary>The last guard-rail that clipped it.</summary>
    public DecisionReason LastReason => _clippedBy.Count > 0 ? _clippedBy[^1] : DecisionReason.AsRequested;

    /// <summary>Not above this.</summary>
    public void Lower(long highestKib, DecisionReason reason) => Clip(Kib > highestKib, highestKib, reason);

    /// <summary>Not below this.</summary>
    public void Raise(long leastKib, DecisionReason reason) => Clip(Kib < leastKib, leastKib, reason);

    /// <summary>The decision to set it.</summary>
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

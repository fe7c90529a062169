using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>Expected position of a balloon. Sizes are KiB.</summary>
/// <param name="RestKib">Size at rest, or at the start of the current move.</param>
/// <param name="SeenAt">When it was last observed.</param>
/// <param name="MaximumKib">The domain's maximum at that time.</param>
public sealed record BalloonWatch(long RestKib, Moment SeenAt, long MaximumKib)
{
    /// <summary>The current move; null while the balloon rests.</summary>
    public BalloonMove? Move { get; init; }

    /// <summary>Whether a shrink has stalled: the balloon is to be told to stay where it is.</summary>
    public bool Stalled { get; init; }

    /// <summary>Since when the size is unexplained in a domain whose plugged memory is uncertain; null while it is not.</summary>
    public Moment? DoubtedAt { get; init; }

    /// <summary>Until when the balloon may follow a target from before the first look, for example of an exporter that was killed.</summary>
    public Moment? InheritedUntil { get; init; }

    /// <summary>When the last target superseded one that was still under way; null if it did not.</summary>
    public Moment? SupersededAt { get; init; }

    /// <summary>Range of sizes that is possible for a moment after that.</summary>
    public (long LowKib, long HighKib) Swing { get; init; }

    /// <summary>When the guest last deflated its balloon by itself.</summary>
    public Moment? SelfDeflatedAt { get; init; }
}

using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>Where a balloon is expected to be. Sizes are KiB.</summary>
/// <param name="RestKib">Where it came to rest, or where its journey began.</param>
/// <param name="SeenAt">When it was last looked at.</param>
/// <param name="MaximumKib">The domain's maximum then.</param>
public sealed record BalloonWatch(long RestKib, Moment SeenAt, long MaximumKib)
{
    /// <summary>The command that is being followed; null while the balloon rests.</summary>
    public BalloonMove? Move { get; init; }

    /// <summary>Whether a balloon that was told to take memory got stuck: it shall be told to stay where it is.</summary>
    public bool Stalled { get; init; }

    /// <summary>Since when it stands where nothing explains it, in a domain whose size itself may be in doubt; null while it is not.</summary>
    public Moment? DoubtedAt { get; init; }

    /// <summary>Until when it may still follow a command from before it was looked at: of an exporter that was killed, say.</summary>
    public Moment? InheritedUntil { get; init; }

    /// <summary>When the last command overtook one that was still under way; null if it did not.</summary>
    public Moment? SupersededAt { get; init; }

    /// <summary>The lowest and the highest it may be for a moment after that.</summary>
    public (long LowKib, long HighKib) Swing { get; init; }

    /// <summary>When the guest last took memory back by itself.</summary>
    public Moment? SelfDeflatedAt { get; init; }
}

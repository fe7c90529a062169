namespace BalloonExporter.Policy;

/// <summary>Where a balloon is expected to be. Sizes are KiB.</summary>
/// <param name="RestKib">Where it came to rest, or where its journey began.</param>
/// <param name="SeenAt">When it was last looked at.</param>
/// <param name="MaximumKib">The domain's maximum then.</param>
public sealed record BalloonWatch(long RestKib, Moment SeenAt, long MaximumKib)
{
    /// <summary>The command that is being followed; null while the balloon rests.</summary>
    public Pursuit? Pursuit { get; init; }

    /// <summary>Whether a balloon that was told to take memory got stuck: it shall be told to stay where it is.</summary>
    public bool Stalled { get; init; }

    /// <summary>Since when it stands where nothing explains it, in a domain whose size itself may be in doubt; null while it is not.</summary>
    public Moment? DoubtedAt { get; init; }

    /// <summary>Until when it may still follow a command from before it was looked at: of an exporter that was killed, say.</summary>
    public Moment? InheritedUntil { get; init; }

    /// <summary>When the last command overtook one that was still under way; null if it did not.</summary>
    public Moment? OvertakenAt { get; init; }

    /// <summary>The lowest and the highest it may be for a moment after that.</summary>
    public (long LowKib, long HighKib) Swing { get; init; }

    /// <summary>When the guest last took memory back by itself.</summary>
    public Moment? SelfDeflatedAt { get; init; }
}

/// <summary>A balloon on its way. Sizes are KiB.</summary>
/// <param name="FromKib">Where it stood.</param>
/// <param name="ToKib">Where it shall go.</param>
/// <param name="StartedAt">When it was told.</param>
public sealed record Pursuit(long FromKib, long ToKib, Moment StartedAt)
{
    /// <summary>The nearest to its target that it was seen.</summary>
    public long BestKib { get; init; } = FromKib;

    /// <summary>When it last made progress.</summary>
    public Moment ProgressAt { get; init; } = StartedAt;

    /// <summary>Whether memory is being taken.</summary>
    public bool IsShrink => ToKib < FromKib;

    /// <summary>The same journey as if it had begun that much later.</summary>
    public Pursuit Later(TimeSpan time) => this with { StartedAt = StartedAt + time, ProgressAt = ProgressAt + time };
}

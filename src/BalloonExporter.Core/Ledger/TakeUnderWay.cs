using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>A balloon on its way down. Sizes are KiB.</summary>
/// <param name="FromKib">Where it stood.</param>
/// <param name="ToKib">Where it shall go.</param>
/// <param name="ForecastKib">The most that can leave resident memory on that way.</param>
/// <param name="StartedAt">When it was told.</param>
public sealed record TakeUnderWay(long FromKib, long ToKib, long ForecastKib, Moment StartedAt)
{
    // QEMU tells of a balloon's size once a second.
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(2);

    /// <summary>What the domain was last seen to occupy.</summary>
    public long ResidentKib { get; init; }

    /// <summary>How much that fell since then, what the guest took again meanwhile not deducted.</summary>
    public long FallKib { get; init; }

    /// <summary>How far the balloon has come.</summary>
    public long WayKib { get; init; }

    /// <summary>What of the fall is charged: with free page reporting a guest lets go of memory by itself, and no balloon takes more than its own way.</summary>
    public long ChargedKib { get; init; }

    /// <summary>When it was last looked at.</summary>
    public Moment SeenAt { get; init; } = StartedAt;

    /// <summary>When the balloon was last seen to move.</summary>
    public Moment ProgressAt { get; init; } = StartedAt;

    /// <summary>When another command took its place; null while it is in force.</summary>
    public Moment? SupersededAt { get; init; }

    /// <summary>The way that is left.</summary>
    public long LeftKib => Math.Max(0, FromKib - ToKib - WayKib);

    /// <summary>What may still leave resident memory.</summary>
    public long PossibleKib => Math.Clamp(ForecastKib - ChargedKib, 0, LeftKib);

    /// <summary>The same after a look.</summary>
    internal TakeUnderWay Seen(long currentKib, long residentKib, Moment at)
    {
        var fallKib = FallKib + Math.Max(0, ResidentKib - residentKib);
        var wayKib = Math.Max(WayKib, Math.Min(FromKib - currentKib, FromKib - ToKib));
        return this with
        {
            ResidentKib = residentKib,
            FallKib = fallKib,
            WayKib = wayKib,
            ChargedKib = Math.Max(ChargedKib, Math.Min(fallKib, wayKib)),
            SeenAt = at,
            ProgressAt = wayKib > WayKib ? at : ProgressAt,
        };
    }

    /// <summary>Whether nothing more can come of it: arrived, superseded a moment ago, or lost and not followed for long.</summary>
    internal bool IsOver(bool inForce, Moment at, Limits limits) =>
        LeftKib == 0 || at - SupersededAt >= SettleTime || (!inForce && at - ProgressAt >= limits.BreakerWindow);
}

using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>A shrink in progress. Sizes are KiB.</summary>
/// <param name="FromKib">Size at the start.</param>
/// <param name="ToKib">Target.</param>
/// <param name="ForecastKib">Upper bound of resident memory freed on that way.</param>
/// <param name="StartedAt">When the target was set.</param>
public sealed record TakeUnderWay(long FromKib, long ToKib, long ForecastKib, Moment StartedAt)
{
    // QEMU reports the balloon's size once a second.
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(2);

    /// <summary>Resident memory at the last look.</summary>
    public long ResidentKib { get; init; }

    /// <summary>Decrease of resident memory, without what the guest used again.</summary>
    public long FallKib { get; init; }

    /// <summary>Distance covered by the balloon.</summary>
    public long WayKib { get; init; }

    /// <summary>Charged part of the decrease: with free page reporting the guest frees memory by itself, and a balloon takes at most its own distance.</summary>
    public long ChargedKib { get; init; }

    /// <summary>When the last look was made.</summary>
    public Moment SeenAt { get; init; } = StartedAt;

    /// <summary>When progress of the balloon was last observed.</summary>
    public Moment ProgressAt { get; init; } = StartedAt;

    /// <summary>When another target superseded it; null while it is in force.</summary>
    public Moment? SupersededAt { get; init; }

    /// <summary>Remaining distance.</summary>
    public long LeftKib => Math.Max(0, FromKib - ToKib - WayKib);

    /// <summary>Resident memory that may still be freed.</summary>
    public long PossibleKib => Math.Clamp(ForecastKib - ChargedKib, 0, LeftKib);

    /// <summary>The state after a look.</summary>
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

    /// <summary>Whether the take has ended: arrived, superseded a moment ago, or no longer in force without progress for long.</summary>
    internal bool IsOver(bool inForce, Moment at, Limits limits) =>
        LeftKib == 0 || at - SupersededAt >= SettleTime || (!inForce && at - ProgressAt >= limits.BreakerWindow);
}

using System.Globalization;

namespace BalloonExporter.Backtest.Output;

/// <summary>One sentence for the operator.</summary>
public static class Advice
{
    /// <summary>Time under demand that is bearable: 99.99 % of a month without, minutes per server.</summary>
    public const double BearableMinutes = 4.32;

    // Less is not worth a second look.
    private const double LeastReclaimedShare = 0.5;

    /// <summary>The sentence, and what it rests on.</summary>
    /// <param name="soldRatio">How many times the hosts' memory is sold.</param>
    /// <param name="with">With act mode.</param>
    /// <param name="without">Without.</param>
    public static string Of(double soldRatio, RunFigures with, RunFigures without)
    {
        var price = Text($"{with.UnderDemandMinutesPerServerMonth ?? 0:0.##} minutes under demand per server and month and {with.Kills} kills");
        var otherwise = Text($"{without.UnderDemandMinutesPerServerMonth ?? 0:0.##} minutes and {without.Kills} kills without it");
        if (with.ReclaimedRatioOfHindsight is not { } ratio)
            return Text($"Sell more before you switch act mode on: at {soldRatio:0.##} times no host was ever short of memory, so nothing had to be reclaimed.");
        if ((with.UnderDemandMinutesPerServerMonth ?? 0) > BearableMinutes)
            return Text($"Do not sell {soldRatio:0.##} times on such hosts: act mode costs {price} (bearable: {BearableMinutes} minutes), {otherwise}.");
        return ratio < LeastReclaimedShare
            ? Text($"Act mode is bearable at {soldRatio:0.##} times ({price}; {otherwise}), but reclaims only {ratio:0 %} of what hindsight would.")
            : Text($"Switch act mode on at {soldRatio:0.##} times: it reclaims {ratio:0 %} of what perfect hindsight would, at the price of {price}; {otherwise}.");
    }

    /// <summary>The highest overcommit of a sweep up to which the price is bearable.</summary>
    public static string Of(IReadOnlyList<SweepPoint> sweep)
    {
        var bearable = sweep.TakeWhile(point => (point.With.UnderDemandMinutesPerServerMonth ?? 0) <= BearableMinutes).LastOrDefault();
        var plain = sweep.TakeWhile(point => point.Without.Kills == 0 && point.Without.SwappingMinutesPerHostMonth is null or 0).LastOrDefault();
        return bearable is null
            ? Text($"Not even {sweep[0].Overcommit:0.##} times is bearable.")
            : Text($"With act mode {bearable.Overcommit:0.##} times is bearable (up to {BearableMinutes} minutes under demand per server and month), without it {(plain is null ? "none of these" : Text($"{plain.Overcommit:0.##} times"))}.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

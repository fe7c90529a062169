using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>The host's level, with hysteresis: a level ends farther away than it begins.</summary>
internal sealed class Levels(SampleHistory samples, PlannerConstants constants)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongMinute = TimeSpan.FromSeconds(150);

    /// <summary>The current level; records the state that the next evaluation needs.</summary>
    /// <param name="available">Available memory of the host, in bytes.</param>
    /// <param name="urgentNeed">Sum of the deficits to the hard floors, in bytes.</param>
    /// <param name="marks">The marks of the levels.</param>
    /// <param name="before">The previous evaluation; null without one.</param>
    /// <param name="current">This evaluation.</param>
    public HostLevel Of(double available, double urgentNeed, Marks marks, Evaluation? before, Evaluation current)
    {
        var softLeave = Math.Max(marks.GoalBytes * (constants.SoftLeaveRatio / constants.GoalRatio), marks.SoftBytes);
        current.Soft = available - urgentNeed < (before?.Soft == true ? softLeave : marks.SoftBytes);
        current.Red = available < marks.RedBytes * (before?.Red == true ? Math.Max(constants.RedLeaveRatio / constants.RedEnterRatio, 1) : 1);
        current.Crit = available < marks.CritBytes * (before?.Crit == true ? Math.Max(constants.CritLeaveRatio / constants.CritEnterRatio, 1) : 1);
        return current.Crit ? HostLevel.Crit
            : current.Red || IsThrashing(current.At) ? HostLevel.Red
            : current.Soft ? HostLevel.Soft
            : IsGreen(marks, current.At) ? HostLevel.Green
            : HostLevel.Hold;
    }

    private bool IsGreen(Marks marks, Moment now) =>
        samples.At(now - Minute)?.AvailableBytes is not null
        && samples.Range(now, Minute, sample => sample.AvailableBytes) is { Count: > 0 } minute
        && minute.TrueForAll(point => point.Value > marks.GreenBytes);

    private bool IsThrashing(Moment now) =>
        Rate(sample => sample.WaitingSeconds, now) > constants.RedPressureRatio
        || Rate(sample => sample.SwapOutBytes, now) > constants.RedSwapOutBytesPerSecond;

    private double? Rate(Func<HostSample, double?> valueOf, Moment now) =>
        Rates.OfCounter(samples.Range(now, Minute, valueOf), Minute) ?? Rates.OfCounter(samples.Range(now, LongMinute, valueOf), LongMinute);
}

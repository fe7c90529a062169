using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>The needs of a domain, computed from its history.</summary>
internal sealed class Need(SampleHistory samples, EvaluationHistory evaluations, PlannerConstants constants)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // With a scrape interval of a minute a range of one minute has only one sample.
    private static readonly TimeSpan LongMinute = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan SwapTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan DebtTime = TimeSpan.FromMinutes(10);

    // The shortage began before the swapping.
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(1);

    /// <summary>Sets working set, debt, slope, demand, hard floor and pressure.</summary>
    public void Compute(DomainPlan plan, DomainSample domain, Moment now)
    {
        var surgeCap = plan.MaximumBytes * constants.SurgeCapRatio;
        var newest = domain.WorkingSetBytes!.Value;
        var minute = Range(Minute);
        // Rises at once, falls slowly.
        plan.WorkingSetBytes = minute.Count > 0 && minute.Average(point => point.Value) is < double.PositiveInfinity and var average && average > newest ? average : newest;
        plan.DebtBytes = Math.Min(DebtBytes(domain, now), surgeCap);
        var slope = Rates.Slope(minute) ?? Rates.Slope(Range(LongMinute));
        plan.SlopeBytes = slope is > 0 and < double.PositiveInfinity ? Math.Min(slope.Value * constants.SlopeSeconds, surgeCap) : 0;
        plan.DemandBytes = DemandBytes(plan);
        plan.HardFloorBytes = HardFloorBytes(plan);
        plan.UnderPressure = IsSwapping(domain, now) || domain.UsableBytes < domain.CurrentBytes * constants.PressureUsableRatio;

        List<(double Seconds, double Value)> Range(TimeSpan time) => samples.Range(now, time, sample => sample.Of(domain.Uuid)?.WorkingSetBytes);
    }

    private double DemandBytes(DomainPlan plan)
    {
        var headroom = Math.Max(
            Math.Max(plan.WorkingSetBytes * constants.HeadroomWorkingSetRatio, plan.MaximumBytes * constants.HeadroomMaximumRatio), constants.HeadroomBytes);
        return Math.Min(Math.Max(plan.WorkingSetBytes + headroom + plan.DebtBytes + plan.SlopeBytes, plan.FloorBytes), plan.MaximumBytes);
    }

    private double HardFloorBytes(DomainPlan plan)
    {
        var margin = Math.Max(plan.WorkingSetBytes * constants.FloorMarginRatio, constants.FloorMarginBytes);
        var alive = Math.Max(plan.WorkingSetBytes + plan.DebtBytes + margin, constants.FloorBytes);
        return Math.Min(Math.Max(alive, plan.FloorBytes), plan.DemandBytes);
    }

    private double DebtBytes(DomainSample domain, Moment now) =>
        WasShort(domain, now, DebtTime + Before)
        && domain.SwappedBytes - evaluations.Least(domain.Uuid, now, DebtTime, seen => seen.SwappedBytes) is > 0 and < double.PositiveInfinity and var debt
            ? debt
            : 0;

    private bool IsSwapping(DomainSample domain, Moment now) =>
        domain.SwapOutBytes - samples.At(now - SwapTime)?.Of(domain.Uuid)?.SwapOutBytes > constants.PressureSwapOutBytes
        && WasShort(domain, now, SwapTime + Before);

    // A guest that had more usable memory all the while does not swap for want of memory.
    private bool WasShort(DomainSample domain, Moment now, TimeSpan time) =>
        evaluations.Least(domain.Uuid, now, time, seen => seen.UsableRatio) < constants.SwapUsableRatio;
}

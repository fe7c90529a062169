namespace BalloonExporter.Core.Planning;

/// <summary>Memory given back in GREEN to domains without a need: toward their maximum, weighted by deficit times shares, in steps.</summary>
internal sealed class Recovery(double smallestPart, PlannerConstants constants)
{
    /// <summary>Sets what each domain gets back.</summary>
    /// <param name="plans">All planned domains.</param>
    /// <param name="room">Memory above the GREEN mark after all needs, in bytes.</param>
    public void Divide(IReadOnlyList<DomainPlan> plans, double room)
    {
        if (!(room > 0))
            return;
        var takers = plans.Where(plan => plan.NeedBytes == 0 && !plan.LoweredByOperator && !plan.RecoveryBlocked && GapBytes(plan) > 0).ToList();
        var passed = LargeParts.PassedOver([.. takers.Select(plan => (plan, GapBytes(plan) * plan.Shares))], room, smallestPart);
        takers.RemoveAll(passed.Contains);
        var rate = room / takers.Sum(plan => GapBytes(plan) * plan.Shares);
        foreach (var plan in takers)
        {
            var part = Math.Min(GapBytes(plan) * plan.Shares * rate, GapBytes(plan));
            plan.RecoverBytes = Math.Min(part, StepBytes(plan));
        }
    }

    private static double GapBytes(DomainPlan plan) => Rounding.Cut(plan.MaximumBytes - plan.TargetBytes);

    // At most this per fifteen seconds, including other increases.
    private double StepBytes(DomainPlan plan) =>
        Math.Max((plan.MaximumBytes * constants.RecoverStepRatio) + constants.RecoverStepBytes - plan.RaisedBytes, 0);
}

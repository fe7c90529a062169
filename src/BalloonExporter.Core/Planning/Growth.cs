namespace BalloonExporter.Core.Planning;

/// <summary>Growth of those in need: first to the hard floor, out of all above the CRIT mark, then to the demand, out of what is above the SOFT mark.</summary>
internal sealed class Growth(double smallestPart, PlannerConstants constants)
{
    /// <summary>Sets what each gets.</summary>
    /// <param name="plans">All planned domains.</param>
    /// <param name="available">What the host has available, in bytes.</param>
    /// <param name="granted">Grants on their way out of the host, in bytes.</param>
    /// <param name="marks">Where the levels of the host begin.</param>
    /// <param name="level">How it stands.</param>
    public void Divide(IReadOnlyList<DomainPlan> plans, double available, double granted, Marks marks, HostLevel level)
    {
        var mayGrow = available >= marks.CritBytes * (constants.NoGrantRatio / constants.CritEnterRatio);
        var urgent = DivideOne(plans, mayGrow ? Math.Max(available - granted - marks.CritBytes, 0) : 0, UrgentBytes);
        var comfort = level < HostLevel.Red
            ? DivideOne(plans, Math.Max(available - granted - urgent.Values.Sum() - marks.SoftBytes, 0), plan => plan.NeedBytes - UrgentBytes(plan))
            : [];
        foreach (var plan in plans)
        {
            if (urgent.ContainsKey(plan) || comfort.ContainsKey(plan))
                plan.GrowBytes = urgent.GetValueOrDefault(plan) + comfort.GetValueOrDefault(plan);
        }
    }

    private static double UrgentBytes(DomainPlan plan) => Math.Min(plan.NeedBytes, plan.UrgentLackBytes);

    // Weighted by need times shares, then the rest of the room by need alone.
    private Dictionary<DomainPlan, double> DivideOne(IReadOnlyList<DomainPlan> plans, double room, Func<DomainPlan, double> needOf)
    {
        var needy = plans.Where(plan => needOf(plan) > 0).ToList();
        var passed = LargeParts.PassedOver([.. needy.Select(plan => (plan, needOf(plan) * plan.Shares))], room, smallestPart);
        var rate = room / Math.Max(needy.Where(plan => !passed.Contains(plan)).Sum(plan => needOf(plan) * plan.Shares), 1);
        var parts = needy.ConvertAll(plan => passed.Contains(plan) ? 0 : needOf(plan) * Math.Min(plan.Shares * rate, 1));
        var missing = needy.Zip(parts, (plan, part) => needOf(plan) - part).ToList();
        var restRate = Math.Min(Math.Max(room - parts.Sum(), 0) / Math.Max(missing.Sum(), 1), 1);
        return needy.Select((plan, index) => (plan, part: parts[index] + (missing[index] * restRate))).ToDictionary(each => each.plan, each => each.part);
    }
}

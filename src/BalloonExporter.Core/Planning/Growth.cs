namespace BalloonExporter.Core.Planning;

/// <summary>Grows domains in need: first to the hard floor, from memory above the CRIT mark, then to the demand, from memory above the SOFT mark.</summary>
internal sealed class Growth(double smallestPart, PlannerConstants constants)
{
    /// <summary>Sets the growth of each domain.</summary>
    /// <param name="plans">All planned domains.</param>
    /// <param name="available">Available memory of the host, in bytes.</param>
    /// <param name="granted">Grants under way, in bytes.</param>
    /// <param name="marks">The marks of the host's levels.</param>
    /// <param name="level">The host's level.</param>
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

    // Weighted by need times shares; the rest of the room by need alone.
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

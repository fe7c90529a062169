namespace BalloonExporter.Core.Planning;

/// <summary>
/// If most parts of a division would be too small to be worth a command, a few domains get larger parts; the next plan serves the others.
/// PromQL cannot select the first n of each host, so n is 1, 4, 16, 64 or 256.
/// </summary>
internal static class LargeParts
{
    /// <summary>The smallest part of a division, in bytes.</summary>
    public static double SmallestBytes(IReadOnlyCollection<DomainPlan> plans, PlannerConstants constants) =>
        constants.PartDeadbands * Math.Max(
            constants.DeadbandMaximumRatio * (plans.Count == 0 ? 0 : plans.Average(plan => plan.MaximumBytes)), constants.DeadbandBytes);

    /// <summary>The domains that get no part now.</summary>
    /// <param name="candidates">Domains that could get a part, with their weights.</param>
    /// <param name="amount">The amount to divide, in bytes.</param>
    /// <param name="smallest">The smallest part, in bytes.</param>
    public static HashSet<DomainPlan> PassedOver(IReadOnlyCollection<(DomainPlan Plan, double Weight)> candidates, double amount, double smallest)
    {
        var parts = amount / smallest;
        if (!(parts < candidates.Count))
            return [];
        var all = candidates.Sum(candidate => candidate.Weight);
        // If half of the amount would go in parts of at least half the smallest size anyway, it is divided among all.
        var moving = candidates.Where(candidate => candidate.Weight > all / (2 * parts)).Sum(candidate => candidate.Weight);
        return 2 * moving >= all
            ? []
            : [.. candidates.OrderByDescending(candidate => candidate.Weight).Skip(Few(parts)).Select(candidate => candidate.Plan)];
    }

    private static int Few(double parts) => parts switch { < 4 => 1, < 16 => 4, < 64 => 16, < 256 => 64, _ => 256 };
}

namespace BalloonExporter.Core.Planning;

/// <summary>
/// What is divided among so many that most of it would be moves not worth a command goes to a few of them: the next plan sees the others first.
/// PromQL cannot take the first n of each host, so n is 1, 4, 16, 64 or 256.
/// </summary>
internal static class LargeParts
{
    /// <summary>The smallest part of a division, in bytes.</summary>
    public static double SmallestBytes(IReadOnlyCollection<DomainPlan> plans, PlannerConstants constants) =>
        constants.PartDeadbands * Math.Max(
            constants.DeadbandMaximumRatio * (plans.Count == 0 ? 0 : plans.Average(plan => plan.MaximumBytes)), constants.DeadbandBytes);

    /// <summary>Those that get none now.</summary>
    /// <param name="candidates">Those that could have a part, with their weights.</param>
    /// <param name="amount">What is divided, in bytes.</param>
    /// <param name="smallest">The smallest part, in bytes.</param>
    public static HashSet<DomainPlan> PassedOver(IReadOnlyCollection<(DomainPlan Plan, double Weight)> candidates, double amount, double smallest)
    {
        var parts = amount / smallest;
        if (!(parts < candidates.Count))
            return [];
        var all = candidates.Sum(candidate => candidate.Weight);
        // Where half of it would move all the same, in parts of half the smallest or larger, it is left as it is.
        var moving = candidates.Where(candidate => candidate.Weight > all / (2 * parts)).Sum(candidate => candidate.Weight);
        return 2 * moving >= all
            ? []
            : [.. candidates.OrderByDescending(candidate => candidate.Weight).Skip(Few(parts)).Select(candidate => candidate.Plan)];
    }

    private static int Few(double parts) => parts switch { < 4 => 1, < 16 => 4, < 64 => 16, < 256 => 64, _ => 256 };
}

using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>Memory to take from each domain: idle memory first, in RED and CRIT then headroom. Twice the shares give half as much.</summary>
internal sealed class Takes(double smallestPart)
{
    // Sums of weights below this count as zero.
    private const double Nothing = 1e-6;

    /// <summary>Sets what is taken from each domain.</summary>
    /// <param name="plans">All planned domains.</param>
    /// <param name="wanted">The amount to take, in bytes.</param>
    /// <param name="level">The host's level: in SOFT there is time for several plans, from RED on there is not.</param>
    /// <param name="headroomToo">Whether headroom may be taken when idle memory is not enough.</param>
    public void Divide(IReadOnlyList<DomainPlan> plans, double wanted, HostLevel level, bool headroomToo)
    {
        if (!(wanted > 0))
            return;
        var givers = plans.Where(plan => !plan.Vetoed).ToList();
        TakeIdle(givers.FindAll(plan => plan.BaseBytes - plan.EntitledBytes > 0), wanted, level == HostLevel.Soft);
        var rest = Rounding.Cut(wanted - givers.Sum(plan => plan.IdleTakeBytes ?? 0));
        if (headroomToo && rest > 0)
            TakeSpare(givers, rest);
        foreach (var plan in givers)
            plan.TakeBytes = (plan.IdleTakeBytes ?? 0) + (plan.SpareTakeBytes ?? 0) is >= Kib.Bytes and var take ? take : null;
    }

    private void TakeIdle(List<DomainPlan> givers, double wanted, bool inTurns)
    {
        var idle = givers.ConvertAll(plan => plan.BaseBytes - plan.EntitledBytes);
        var passed = LargeParts.PassedOver([.. givers.Select((plan, index) => (plan, idle[index] / plan.Shares))], wanted, smallestPart);
        // Round 1 among the first few, round 2 among all, round 3 by idle memory alone, so that the takes add up.
        var first = ByWeight(idle, givers.ConvertAll(plan => passed.Contains(plan) ? 0 : 1 / plan.Shares), wanted);
        var left = Without(idle, first);
        // What the first few do not have is left to the next plan: from all others it would be many small takes.
        if (inTurns)
            left = [.. left.Zip(givers, (bytes, plan) => passed.Contains(plan) ? 0 : bytes)];
        wanted = Rounding.Cut(wanted - first.Sum());
        var second = ByWeight(left, givers.ConvertAll(plan => 1 / plan.Shares), wanted);
        left = Without(left, second);
        wanted = Rounding.Cut(wanted - second.Sum());
        var rate = Math.Min(wanted / Math.Max(left.Sum(), 1), 1);
        for (var index = 0; index < givers.Count; index++)
            givers[index].IdleTakeBytes = first[index] + second[index] + (left[index] * rate);
    }

    private void TakeSpare(List<DomainPlan> plans, double wanted)
    {
        var givers = plans.FindAll(plan => SpareBytes(plan) > 0);
        var spare = givers.ConvertAll(SpareBytes);
        var passed = LargeParts.PassedOver([.. givers.Select((plan, index) => (plan, spare[index] / plan.Shares))], wanted, smallestPart);
        var first = ByWeight(spare, givers.ConvertAll(plan => passed.Contains(plan) ? 0 : 1 / plan.Shares), wanted);
        var left = Without(spare, first);
        var rate = Math.Min(Math.Max(wanted - first.Sum(), 0) / Math.Max(left.Sum(), 1), 1);
        for (var index = 0; index < givers.Count; index++)
            givers[index].SpareTakeBytes = first[index] + (left[index] * rate);
    }

    private static double SpareBytes(DomainPlan plan) => plan.BaseBytes - (plan.IdleTakeBytes ?? 0) - plan.TakeFloorBytes;

    // Divides the amount by limit times weight, each part up to its limit.
    private static List<double> ByWeight(List<double> limits, List<double> weights, double amount)
    {
        var weighted = limits.Zip(weights, (limit, weight) => limit * weight).ToList();
        var rate = amount / Math.Max(weighted.Sum(), Nothing);
        return [.. limits.Zip(weighted, (limit, each) => Math.Min(each * rate, limit))];
    }

    private static List<double> Without(List<double> amounts, List<double> parts) => [.. amounts.Zip(parts, (amount, part) => amount - part)];
}

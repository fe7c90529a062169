namespace BalloonExporter.Core.Planning;

/// <summary>
/// Entitlements when the demands do not fit: clamp(rate * shares, minimum, maximum), with the rate at which the parts add up to the room.
/// As in the rules, three rounds find it: each computes the rate for the domains that are not clamped; the rest is corrected in
/// proportion.
/// </summary>
internal static class Split
{
    private const int Rounds = 3;

    /// <summary>Sets the fair share of each domain.</summary>
    /// <param name="plans">All planned domains.</param>
    /// <param name="room">The memory to divide, in bytes.</param>
    public static void Divide(IReadOnlyList<DomainPlan> plans, double room)
    {
        var unoccupied = plans.Select(Unoccupied).ToArray();
        var floorsFit = plans.Sum(plan => plan.HardFloorBytes) - unoccupied.Sum() <= room;
        var least = plans.Select((plan, index) => (floorsFit ? plan.HardFloorBytes : plan.FloorBytes) - unoccupied[index]).ToArray();
        var most = plans.Select((plan, index) => unoccupied[index] > 0 ? least[index] : floorsFit ? plan.DemandBytes : plan.HardFloorBytes).ToArray();
        var settled = new double?[plans.Count];
        var parts = new double[plans.Count];
        double rest = 0;
        double rate = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var open = Enumerable.Range(0, plans.Count).Where(index => settled[index] is null).ToList();
            // If all are clamped the last rate stays.
            rate = open.Count == 0 ? rate : (room - settled.Sum(part => part ?? 0)) / open.Sum(index => plans[index].Shares);
            for (var index = 0; index < plans.Count; index++)
                parts[index] = settled[index] ?? Math.Min(Math.Max(plans[index].Shares * rate, least[index]), most[index]);
            rest = room - parts.Sum();
            foreach (var index in open)
            {
                if ((rest < 0 && parts[index] <= least[index]) || (rest > 0 && parts[index] >= most[index]))
                    settled[index] = parts[index];
            }
        }

        var overspent = Math.Min(Math.Max(-rest, 0) / Math.Max(parts.Zip(least, (part, to) => part - to).Sum(), 1), 1);
        var unspent = Math.Min(Math.Max(rest, 0) / Math.Max(most.Zip(parts, (to, part) => to - part).Sum(), 1), 1);
        for (var index = 0; index < plans.Count; index++)
            plans[index].SplitBytes = parts[index] - ((parts[index] - least[index]) * overspent) + ((most[index] - parts[index]) * unspent);
    }

    // What an idle domain does not occupy of its policy floor, where that is all that it needs. The floors of hundreds of idle domains would
    // leave nothing to one in need.
    private static double Unoccupied(DomainPlan plan) => plan.FloorBytes >= plan.DemandBytes ? Math.Max(plan.FloorBytes - plan.HeldBytes, 0) : 0;
}

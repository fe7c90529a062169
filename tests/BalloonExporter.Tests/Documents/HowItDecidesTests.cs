using System.Globalization;
using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;
using BalloonExporter.Tests.Fakes;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Documents;

/// <summary>The numbers of docs/how-it-decides.md are those of the code.</summary>
public sealed class HowItDecidesTests
{
    private static readonly Limits Limits = new();

    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "how-it-decides.md"));

    // Its sample; nothing grows and nothing was swapped out.
    private static readonly DomainMemory Shop = Shopping(4096 * MiB, 1400 * MiB);

    [Fact]
    public void Working_set_floors_and_demand_are_as_told()
    {
        var policy = EffectivePolicy.Of(Shop, Limits)!;
        var demand = Demand.Of(Shop, policy, Limits)!.Value;

        Assert.Equal((1470 * MiB, 1820 * MiB, 1024 * MiB), (demand.FloorKib, demand.NeedKib, policy.FloorKib));
        Tells("| **hard floor**", 1470);
        Tells("| **headroom**", 1820 - 1400);
        Tells("| **demand**", 1820);
        Tells("| **floor**", 1024);
        Tells("| **idle**", 3600 - 1820);
    }

    [Fact]
    public void The_step_is_as_told()
    {
        var decision = Decide(Shop, 3000 * MiB, RequestOrigin.Alert);

        Assert.Equal((Verdict.Applied, DecisionReason.InPart), (decision.Verdict, decision.ToldReason));
        Assert.Equal([DecisionReason.StepLimit], decision.ClippedBy);
        Assert.Equal(3686.4, Kib.ToMiB(decision.ToKib!.Value), 0.01);
        Assert.Contains($"from_bytes={decision.FromBytes} to_bytes={decision.ToBytes} target_bytes={Kib.ToBytes(3000 * MiB)} clipped_by=step_limit", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rescue_is_as_told()
    {
        var grown = Shopping(3000 * MiB, 2900 * MiB);
        var demand = Demand.Of(grown, EffectivePolicy.Of(grown, Limits)!, Limits)!.Value;

        Assert.Equal((3045 * MiB, 3770 * MiB), (demand.FloorKib, demand.NeedKib));
        Assert.Contains("Its hard floor is now 3045: more than it has.", Page, StringComparison.Ordinal);
        Assert.Contains("2900 + 870 = 3770", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_origin_is_told() =>
        Assert.All(Enum.GetValues<RequestOrigin>(), origin => Assert.Contains($"`{origin.ToLabel()}`", Page, StringComparison.Ordinal));

    private static void Tells(string row, int mib) => Assert.Contains(
        Page.Split('\n'), line => line.StartsWith(row, StringComparison.Ordinal) && line.EndsWith(string.Create(CultureInfo.InvariantCulture, $"| {mib} |"), StringComparison.Ordinal));

    private static DomainMemory Shopping(long currentKib, long workingSetKib)
    {
        var domain = Domain(1, currentKib);
        return domain with
        {
            ResidentKib = Math.Min(currentKib, 3600 * MiB),
            WorkingSet = domain.WorkingSet! with { Kib = workingSetKib },
            Guest = domain.Guest! with { TotalKib = 3940 * MiB, UsableKib = 2560 * MiB },
        };
    }

    private static Decision Decide(DomainMemory domain, long targetKib, RequestOrigin origin) => GuardRail.Decide(new DecisionContext
    {
        Request = new BalloonRequest(domain.Uuid, targetKib, Noon.Steady(), origin),
        Domain = domain,
        Policy = EffectivePolicy.Of(domain, Limits),
        Host = Memory with { PhysicalAvailableKib = (long)(5.5 * GiB) },
        Entry = LedgerEntry.Empty,
        Activity = RecentActivity.None,
        Limits = Limits,
        Now = Noon.Steady(),
    });
}

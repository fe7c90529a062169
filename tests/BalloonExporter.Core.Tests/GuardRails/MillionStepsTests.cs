using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using CsCheck;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <summary>
/// A million steps through hosts where everything that can happen does: guests move, stall, fall silent and reboot, another
/// program moves their balloons, requests of every origin come in any order, an operator pauses. What must never happen is checked on each
/// step with formulas written out once more (the plan's constants are the product's), and what is known of the past is kept here, not asked of the ledger.
/// </summary>
public sealed partial class MillionStepsTests
{
    private const int Walks = 1000;
    private const int Steps = 1000;
    private const int Domains = 4;
    private const long MiB = 1024;
    private const long GiB = 1024 * MiB;

    private static readonly PlannerConstants Plan = PlannerConstants.Shipped;

    private static readonly Moment Start = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero).UtcTicks);

    [Fact]
    public void No_guard_rail_is_broken_in_a_million_steps()
    {
        long moves = 0;
        long refusals = 0;
        long watched = 0;
        Gen.ULong.Sample(
            seed =>
            {
                var walk = new Walk(new Random((int)(seed ^ (seed >> 32))));
                for (var step = 0; step < Steps; step++)
                    walk.Step();
                Interlocked.Add(ref moves, walk.Moves);
                Interlocked.Add(ref refusals, walk.Refusals);
                Interlocked.Add(ref watched, walk.Watched);
            },
            iter: Walks);

        // A walk in which hardly anything moves proves nothing.
        Assert.InRange(moves, Walks * Steps / 20, long.MaxValue);
        Assert.InRange(refusals, Walks * Steps / 20, long.MaxValue);
        Assert.InRange(watched, Walks * Steps / 50, long.MaxValue);
    }

    private sealed record Move(
        Moment At, BalloonRequest Request, Guest Guest, DomainMemory Domain, HostMemory Host, long UrgentKib, long FromKib, long ToKib)
    {
        public bool IsShrink => ToKib < FromKib;

        /// <summary>What a take must leave where no swap is used.</summary>
        public long HardFloorKib { get; set; }

        public long GrantedKib => Math.Max(0, ToKib - Math.Max(FromKib, Domain.CurrentKib!.Value));

        /// <summary>Whether the larger limits held.</summary>
        public bool IsShort => LevelsAsPromised.IsRed(Host) || Request.Origin == RequestOrigin.Emergency;

        /// <summary>What was certainly resident.</summary>
        public long ResidentTakenKib => IsShrink ? Math.Max(0, Math.Min(FromKib, Domain.ResidentKib!.Value) - ToKib) : 0;
    }
}

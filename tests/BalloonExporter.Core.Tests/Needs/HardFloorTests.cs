using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Tests.Needs;

/// <summary>The exporter's hard floor is that of the plan and the slope: docs/policy.md says why.</summary>
public sealed class HardFloorTests
{
    private const long MiB = 1024;
    private const long GiB = 1024 * MiB;

    private static readonly Moment Start = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero).UtcTicks);
    private static readonly Guid Uuid = new(1, 0, 0, new byte[8]);

    [Fact]
    public void A_guest_that_does_not_grow_has_the_hard_floor_of_the_plan() => Assert.Equal(PlannedKib(0), FloorKib(0));

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void A_growing_guest_keeps_the_growth_of_twenty_seconds_more(int mibPerSecond) =>
        Assert.Equal(20 * mibPerSecond * MiB, FloorKib(mibPerSecond) - PlannedKib(mibPerSecond));

    [Fact]
    public void Growth_counts_up_to_half_of_the_maximum() => Assert.Equal(2 * GiB, FloorKib(1024) - FloorKib(0));

    // 1 GiB now. The maximum is so far away that it binds nothing.
    private static long FloorKib(int mibPerSecond)
    {
        var limits = new Limits();
        var policy = new EffectivePolicy(256 * MiB, 4 * GiB, 1000);
        return new HardFloor(new WorkingSet(GiB, Start) { RisePerSecondKib = mibPerSecond * MiB }, policy, 4 * GiB, 0, limits).Kib;
    }

    // A minute of samples, the last of them with 1 GiB.
    private static long PlannedKib(int mibPerSecond)
    {
        var planner = new Planner(PlannerConstants.Shipped);
        for (var second = 0; second <= 60; second += 5)
        {
            var domain = new DomainSample(Uuid)
            {
                Managed = true,
                Fresh = true,
                Running = true,
                WorkingSetBytes = (GiB - ((60 - second) * mibPerSecond * MiB)) * 1024.0,
                CurrentBytes = 4.0 * GiB * 1024,
                MaximumBytes = 4.0 * GiB * 1024,
                CeilingBytes = 4.0 * GiB * 1024,
                ResidentBytes = 4.0 * GiB * 1024,
                UsableBytes = 3.0 * GiB * 1024,
                FloorBytes = 256.0 * MiB * 1024,
                Shares = 1000,
            };
            planner.Store(new HostSample(Start + TimeSpan.FromSeconds(second), new Dictionary<Guid, DomainSample> { [Uuid] = domain })
            {
                TotalBytes = 64.0 * GiB * 1024,
                AvailableBytes = 32.0 * GiB * 1024,
                ReserveBytes = 1.0 * GiB * 1024,
            });
        }

        return (long)(planner.Evaluate(Start + TimeSpan.FromSeconds(61)).Domains.Single().HardFloorBytes / 1024);
    }
}

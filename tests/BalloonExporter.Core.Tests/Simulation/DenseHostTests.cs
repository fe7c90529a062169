using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Simulator;
using BalloonExporter.Simulator.Controllers;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Simulation;

/// <summary>Hosts with so many guests that each one's part of what is missing is less than 1 % of its maximum.</summary>
public sealed class DenseHostTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public void A_dense_host_is_reclaimed_before_it_is_RED(int guests)
    {
        var host = ScenarioList.HardlyUsed(guests).Build(seed: 1);
        var ours = new Ours(limits: new Limits { FloorShare = 0.15 }, planDelay: 3);

        Pass(until: 239);
        // Without the plan 38 or 26 GiB would be available now.
        Assert.InRange(host.AvailableKib, 44 * GiB, 64 * GiB);
        Assert.DoesNotContain(ours.Decisions, decision => decision.Key.Origin == RequestOrigin.Emergency);

        // Then 40 GiB more are there than before. What was taken is given back, in parts that are worth a command.
        var taken = Missing();
        var given = new List<long>();
        var before = Targets();
        while (host.Second < 600)
        {
            Pass(host.Second + 1);
            var now = Targets();
            given.AddRange(now.Zip(before, (after, former) => after - former).Where(rise => rise > 0));
            before = now;
        }

        Assert.InRange(Missing(), 0, taken - (10 * GiB));
        Assert.All(given, rise => Assert.InRange(rise, 16 * MiB, GiB));
        Assert.InRange(host.AvailableKib, 60 * GiB, 110 * GiB);

        long Missing() => host.Guests.Sum(guest => guest.MaximumKib - guest.TargetKib);

        List<long> Targets() => [.. host.Guests.Select(guest => guest.TargetKib)];

        void Pass(int until)
        {
            while (host.Second < until)
            {
                host.Pass();
                ours.Act(host);
            }
        }
    }
}

using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Simulator;
using BalloonExporter.Simulator.Controllers;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Simulation;

/// <summary>Hosts with so many guests that each guest's part of what the host lacks is less than 1 % of its maximum.</summary>
public sealed class DenseHostTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public void A_dense_host_is_reclaimed_before_it_is_RED(int guests)
    {
        var host = ScenarioList.HardlyUsed(guests).Build(seed: 1);
        // What was taken is not given back before this: ten minutes would only make the test longer.
        var ours = new Ours(limits: new Limits { FloorShare = 0.15, PacingTime = TimeSpan.FromMinutes(1) }, planDelay: 3);

        Pass(until: 239);
        // Without the plan, 38 GiB (200 guests) or 26 GiB (400 guests) would be available now.
        Assert.InRange(host.AvailableKib, 44 * GiB, 64 * GiB);
        Assert.DoesNotContain(ours.Decisions, decision => decision.Key.Origin == RequestOrigin.Emergency);

        // The host's own programs free 40 GiB. What was taken is given back, in steps of at least 16 MiB.
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

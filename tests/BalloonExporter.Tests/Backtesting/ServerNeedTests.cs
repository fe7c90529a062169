using BalloonExporter.Backtest.History;
using BalloonExporter.Backtest.Simulation;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Tests.Backtesting;

/// <summary>What a server needs between its samples, and how long that is more than it has.</summary>
public sealed class ServerNeedTests
{
    private const long Sold = 100_000;

    [Fact]
    public void Between_samples_the_need_is_a_straight_line()
    {
        var need = Of([1000, 4000, 1000]);

        Assert.Equal([1000, 2000, 4000, 2500, 1000, 1000], ((double[])[0, 100, 300, 450, 600, 9000]).Select(need.KibAt));
        Assert.Equal(4000, need.MostKib(200, 500));
        Assert.Equal(10, need.RiseAt(200));
    }

    [Fact]
    public void The_time_above_a_size_is_exact()
    {
        var need = Of([1000, 4000, 1000]);

        Assert.Equal(200, need.SecondsAbove(3000, 0, 600), 9);
        Assert.Equal(50, need.SecondsAbove(3000, 250, 300), 9);
        Assert.Equal(0, need.SecondsAbove(4000, 0, 600), 9);
        Assert.Equal(200, need.FirstAbove(3000, 0, 600));
        Assert.Equal(250, need.FirstAbove(3000, 250, 600));
        Assert.Null(need.FirstAbove(3000, 450, 600));
    }

    [Fact]
    public void A_need_is_cut_at_what_the_kernel_leaves_of_what_was_sold() => Assert.Equal(97_000, Of([Sold * 5, Sold * 5]).KibAt(10));

    [Fact]
    public void Bursts_come_on_top_and_end_at_once()
    {
        var need = new ServerNeed(new ServerTrace("vm", Sold, [1000, 1000, 1000]), 300, new BurstTrain([new Burst(100, 200, 500, 50)]));

        Assert.Equal([1000, 1250, 1500, 1500, 1000], ((double[])[100, 105, 110, 199, 200]).Select(need.KibAt));
        Assert.Equal(95, need.SecondsAbove(1250, 0, 600), 1);
    }

    [Fact]
    public void Minutes_under_demand_and_kills_are_counted_exactly()
    {
        var start = Moment.MinValue + TimeSpan.FromDays(1000);
        var server = new SimulatedServer(new ServerTrace("vm", Sold, [1000, 4000, 1000, 1000]), 0, Of([1000, 4000, 1000, 1000]), start);
        server.SetTarget(3000);

        for (var second = 0; second < 900; second += 30)
            server.Pass(second, second + 30);

        Assert.Equal((200.0, 1), (Math.Round(server.UnderDemandSeconds, 6), server.Kills));
    }

    [Fact]
    public void A_server_runs_from_its_first_sample_to_its_last()
    {
        var need = Of([ServerTrace.Absent, 1000, ServerTrace.Absent]);

        Assert.Equal([false, true, true, false], ((double[])[0, 300, 599, 600]).Select(need.RunsAt));
    }

    private static ServerNeed Of(long[] used) => new(new ServerTrace("vm", Sold, used), 300, BurstTrain.None);
}

using System.Text.Json;

namespace BalloonExporter.Tests.Backtesting;

/// <summary>Backtests of histories whose answer is known.</summary>
public sealed class BacktestCommandTests : BacktestFixture
{
    private const double GiB = 1 << 30;
    private const int Day = 86400 / Step;

    // Twelve servers of 8 GiB on a host of 64 GiB; 2 GiB are the host's own, 12 % are to be available; each may give all but its floor of a quarter.
    [Theory]
    [InlineData(1, 96 + 2 - (64 * 0.88))]
    [InlineData(2048, 96 + 2 - (64 * 0.88))]
    [InlineData(3 * 1024, 96 + 2 - (64 * 0.88))]
    [InlineData(5 * 1024, 12 * 3)]
    public async Task What_hindsight_reclaims_is_exact_and_act_mode_reclaims_nearly_all(int usedMib, double hindsightGiB)
    {
        var file = Csv(12, 8192, Day, (_, _) => usedMib);

        var figures = await FiguresAsync("--csv", file, "--host.memory=64GiB", "--overcommit=1.5");

        Assert.Equal((1, 12), (figures.GetProperty("hosts").GetInt32(), figures.GetProperty("servers").GetInt32()));
        Assert.Equal(hindsightGiB, figures.GetProperty("hindsight_bytes").GetDouble() / GiB, 5);
        if (usedMib < 4096)
            Assert.InRange(figures.GetProperty("reclaimed_ratio_of_hindsight").GetDouble(), 0.98, 1);
        Assert.Equal((0, 0), (figures.GetProperty("under_demand_minutes_per_server_month").GetDouble(), figures.GetProperty("kills").GetInt32()));
    }

    [Fact]
    public async Task On_a_host_that_is_not_oversold_there_is_nothing_to_reclaim_and_nothing_moves()
    {
        var figures = await FiguresAsync("--csv", Csv(6, 8192, Day, (_, _) => 4000), "--host.memory=64GiB", "--overcommit=1");

        Assert.Equal((0, 0), (figures.GetProperty("hindsight_bytes").GetDouble(), figures.GetProperty("moves_per_server_hour").GetDouble()));
        Assert.Equal(JsonValueKind.Null, figures.GetProperty("reclaimed_ratio_of_hindsight").ValueKind);
        Assert.Equal(0, figures.GetProperty("without_act_mode").GetProperty("kills").GetInt32());
    }

    [Fact]
    public async Task Without_act_mode_an_oversold_host_swaps_and_kills()
    {
        var figures = await FiguresAsync("--csv", Csv(12, 8192, Day, (_, _) => 2048), "--host.memory=64GiB", "--overcommit=1.5");

        Assert.True(figures.GetProperty("without_act_mode").GetProperty("host_kills").GetInt32() > 0);
        Assert.Equal(0, figures.GetProperty("host_kills").GetInt32());
    }

    [Fact]
    public async Task A_server_larger_than_a_host_is_named_and_counted_in_no_figure()
    {
        var file = FileOf("two.csv", "timestamp,large,small\ncapacity_mib,65537,1024\n1000,500,500\n1300,60000,500\n1600,500,500\n");

        var (code, output, _) = await RunAsync("--csv", file, "--host.memory=64GiB", "--json", PathOf("figures.json"));

        Assert.Equal(0, code);
        Assert.Contains("left out, larger than a host: large (65537MiB)", output, StringComparison.Ordinal);
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(PathOf("figures.json")));
        Assert.Equal(1, figures.RootElement.GetProperty("servers").GetInt32());
        Assert.Equal(65537L << 20, figures.RootElement.GetProperty("left_out")[0].GetProperty("sold_bytes").GetInt64());
    }

    [Fact]
    public async Task Servers_at_the_least_floor_are_placed_and_never_moved()
    {
        var figures = await FiguresAsync("--csv", Csv(80, 256, Day / 4, (_, _) => 10), "--host.memory=16GiB", "--overcommit=1.25");

        Assert.Equal((80, 80), (figures.GetProperty("servers").GetInt32(), figures.GetProperty("servers_never_moved").GetInt32()));
        Assert.Equal((0, 0), (figures.GetProperty("moves_per_server_hour").GetDouble(), figures.GetProperty("hindsight_bytes").GetDouble()));
    }

    [Fact]
    public async Task The_same_history_gives_the_same_files_and_leaves_no_other()
    {
        var file = Csv(12, 8192, Day / 2, (server, moment) => moment < 10 * server ? null : 1000 + (moment * 37 % 3000));
        string[] arguments = ["--csv", file, "--host.memory=64GiB", "--bursts", "--sweep", "1.0-1.5"];

        Assert.Equal(0, (await RunAsync([.. arguments, "--json", PathOf("a.json"), "--report", PathOf("a.html")])).Code);
        Assert.Equal(0, (await RunAsync([.. arguments, "--json", PathOf("b.json"), "--report", PathOf("b.html")])).Code);

        Assert.Equal(await File.ReadAllTextAsync(PathOf("a.json")), await File.ReadAllTextAsync(PathOf("b.json")));
        Assert.Equal(await File.ReadAllTextAsync(PathOf("a.html")), await File.ReadAllTextAsync(PathOf("b.html")));
        Assert.Equal(["a.html", "a.json", "b.html", "b.json", "history.csv"], Files);
    }

    [Fact]
    public async Task The_report_has_every_section_and_names_nothing_outside_of_itself()
    {
        var file = Csv(12, 8192, Day / 3, (server, _) => server == 0 ? 100 : 7000);

        Assert.Equal(0, (await RunAsync("--csv", file, "--host.memory=32GiB", "--overcommit=3", "--report", PathOf("a.html"))).Code);

        var page = await File.ReadAllTextAsync(PathOf("a.html"));
        Assert.All(
            (string[])["With and without act mode", "Memory reclaimed", "Overcommit and its price", "Time under demand", "Servers under their demand", "Levels of the hosts", "Moves", "What it rests on"],
            section => Assert.Contains($"<h2>{section}</h2>", page, StringComparison.Ordinal));
        Assert.Contains("hide shorter bursts", page, StringComparison.Ordinal);
        Assert.DoesNotContain("//", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    private async Task<JsonElement> FiguresAsync(params string[] arguments)
    {
        var (code, _, _) = await RunAsync([.. arguments, "--json", PathOf("figures.json")]);

        Assert.Equal(0, code);
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(PathOf("figures.json")));
        return figures.RootElement.Clone();
    }
}

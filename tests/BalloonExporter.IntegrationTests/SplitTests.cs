using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>A host that cannot hold what its guests need to live, and guests with swap.</summary>
public sealed class SplitTests(Host host) : IClassFixture<Host>
{
    private const double MiB = 1024 * 1024;
    private const int SwapMib = 512;

    [Fact]
    public async Task Who_holds_more_than_his_part_is_moved_into_his_swap_so_that_the_other_need_not_kill()
    {
        await using var holds = await StartAsync("holds");
        await using var lacks = await StartAsync("lacks");
        // Of what is left of it, each may have about 730 MiB.
        await using var exporter = await host.StartActingExporterAsync("1500MiB", $"--policy.guest-swap={SwapMib}MiB");
        await Wait.UntilAsync("managed", TimeSpan.FromSeconds(20), async () => (await exporter.MetricsAsync()).Sum("balloon_domain_managed") >= 2);
        Assert.Equal(SwapMib * MiB, (await exporter.MetricsAsync()).Value("balloon_domain_policy_guest_swap_bytes", ("domain", holds.Name)));

        await holds.FillAsync("all", 700, mibPerSecond: 100);
        var needed = (await exporter.MetricsAsync()).Value("balloon_domain_working_set_bytes", ("domain", holds.Name)) / MiB;
        await lacks.FillAsync("all", 550, mibPerSecond: 30);

        await Wait.UntilAsync("both have their part", TimeSpan.FromSeconds(90), async () =>
            await CurrentMibAsync(holds) is > 600 and < 790 && await CurrentMibAsync(lacks) > 600,
            () => Task.FromResult(string.Join('\n', exporter.Lines.TakeLast(30).Select(line => line.Text))));
        var page = await exporter.MetricsAsync();
        var swapped = page.Value("balloon_domain_guest_swap_out_bytes_total", ("domain", holds.Name)) / MiB;
        Report.Line($"split: one that used {needed:0} MiB was taken down to {await CurrentMibAsync(holds):0} and swapped {swapped:0} MiB, the other has {await CurrentMibAsync(lacks):0} MiB");
        Assert.InRange(swapped, 20, SwapMib);
        Assert.False(await holds.OomKilledAsync());
        Assert.False(await lacks.OomKilledAsync());
        Assert.Equal(0, page.Sum("balloon_domain_uncooperative_total"));
    }

    private static async Task<double> CurrentMibAsync(Guest guest) => (await guest.StatisticsAsync()).CurrentKib!.Value / 1024.0;

    private async Task<Guest> StartAsync(string name)
    {
        var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions(name) { DiskMib = SwapMib });
        await guest.WaitUntilBootedAsync();
        await guest.SwapOnAsync();
        return guest;
    }
}

using System.Globalization;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>A host that cannot hold what its guests need to live, and guests with swap.</summary>
public sealed class SplitTests(Host host) : IClassFixture<Host>
{
    private const double MiB = 1024 * 1024;
    private const int SwapMib = 512;

    [Fact]
    public async Task A_guest_above_its_part_is_moved_into_its_swap_so_that_another_need_not_kill()
    {
        await using var holds = await StartAsync("holds");
        await using var lacks = await StartAsync("lacks");
        // They need about 800 and 650 MiB; each may have about 550, their QEMUs need the rest.
        await using var exporter = await host.StartActingExporterAsync("1350MiB", $"--policy.guest-swap={SwapMib}MiB");
        await Wait.UntilAsync("managed", TimeSpan.FromSeconds(20), async () => (await exporter.MetricsAsync()).Sum("balloon_domain_managed") >= 2);
        Assert.Equal(SwapMib * MiB, (await exporter.MetricsAsync()).Value("balloon_domain_policy_guest_swap_bytes", ("domain", holds.Name)));

        await holds.FillAsync("all", 700, mibPerSecond: 100);
        var needed = (await exporter.MetricsAsync()).Value("balloon_domain_working_set_bytes", ("domain", holds.Name)) / MiB;
        await lacks.FillAsync("all", 550, mibPerSecond: 30);

        await Wait.UntilAsync("both have their part", TimeSpan.FromSeconds(90), async () =>
            await CurrentMibAsync(holds) is > 500 and < 730 && await CurrentMibAsync(lacks) > 400,
            async () => await SituationAsync(exporter));
        var page = await exporter.MetricsAsync();
        var swapped = page.Value("balloon_domain_guest_swap_out_bytes_total", ("domain", holds.Name)) / MiB;
        Report.Line($"split: one that used {needed:0} MiB was taken down to {await CurrentMibAsync(holds):0} and swapped {swapped:0} MiB, the other has {await CurrentMibAsync(lacks):0} MiB");
        Assert.InRange(swapped, 20, SwapMib);
        Assert.False(await holds.OomKilledAsync());
        Assert.False(await lacks.OomKilledAsync());
        Assert.Equal(0, page.Sum("balloon_domain_uncooperative_total"));
    }

    // What all had and what was done when something did not happen.
    private static async Task<string> SituationAsync(ExporterProcess exporter)
    {
        var page = await exporter.MetricsAsync();
        var figures = page.Samples.Where(sample => sample.Name is "balloon_host_memory_available_bytes" or "balloon_domain_memory_current_bytes"
            or "balloon_domain_working_set_bytes" or "balloon_domain_host_resident_bytes" or "balloon_domain_guest_usable_bytes" or "balloon_domain_guest_swap_out_bytes_total");
        return string.Join('\n', [
            .. figures.Select(sample => string.Create(CultureInfo.InvariantCulture, $"{sample.Name} {sample["domain"]} {sample.Value / MiB:0} MiB")),
            .. exporter.Lines.TakeLast(30).Select(line => line.Text)]);
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

using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>What processes of other users may claim, and change nothing by.</summary>
public sealed class ForgedProcessTests(Host host) : IClassFixture<Host>
{
    private const double MiB = 1024 * 1024;
    private const int BudgetMib = 256;
    private const int ForgedMib = 240;

    // Two looks of the reflexes at the host, and a search for processes.
    private static readonly TimeSpan Looks = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_forged_process_with_a_guests_uuid_changes_neither_its_series_nor_the_hosts_level()
    {
        var (name, uuid) = Assert.Single(await TinyDomains.CreateAsync(host.Libvirt, 1, "claimed"));
        await using var before = await ForgedProcess.StartAsync(host.Folder, uuid, ForgedMib);
        await using var exporter = await host.StartActingExporterAsync($"{BudgetMib}MiB");
        await AssertUnmovedAsync(exporter, name);

        await using var after = await ForgedProcess.StartAsync(host.Folder, uuid, ForgedMib);
        await AssertUnmovedAsync(exporter, name);

        // The exporter then seeks processes anew, for the second domain.
        await TinyDomains.CreateAsync(host.Libvirt, 1, "other");
        await AssertUnmovedAsync(exporter, name);
    }

    private static async Task AssertUnmovedAsync(ExporterProcess exporter, string domain)
    {
        await Task.Delay(Looks);
        var page = await exporter.MetricsAsync();
        Assert.Equal(1, page.Value("balloon_scrape_collector_success", ("collector", "process")));
        Assert.Equal(0, page.Value("balloon_domain_host_swapped_bytes", ("domain", domain)));
        Assert.InRange(page.Value("balloon_domain_host_resident_bytes", ("domain", domain)) / MiB, 1, 128);
        Assert.InRange(page.Value("balloon_host_memory_available_bytes") / MiB, 128, BudgetMib);
        // What the reflexes see, who look at processes each second.
        Assert.Equal(0, page.Value("balloon_reflex_emergency"));
        Assert.Equal(0, page.Sum("balloon_reflex_emergencies_total"));
    }
}

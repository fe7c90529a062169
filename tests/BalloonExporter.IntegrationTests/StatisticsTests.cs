using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

public sealed class StatisticsTests(Host host) : IClassFixture<Host>, IAsyncLifetime
{
    private const double MiB = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<Guest> _guests = [];
    private ExporterProcess? _exporter;

    public async Task InitializeAsync()
    {
        _exporter = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri) { Grace = "6s" });
    }

    public async Task DisposeAsync()
    {
        foreach (var guest in _guests)
            await guest.DisposeAsync();
        await _exporter!.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_guest_that_allocates_300_MiB_shows_it_in_its_working_set_within_3_s(bool autodeflate)
    {
        var guest = await StartAsync(new GuestOptions($"deflate-{(autodeflate ? "on" : "off")}") { Autodeflate = autodeflate });
        // Inflated, so that the two ways a guest accounts for its balloon differ.
        await guest.SetMemoryAsync(768);
        await Wait.UntilAsync("inflated and settled", Patience, async () =>
            await ValueAsync(guest, "balloon_domain_memory_current_bytes") == 768 * MiB && await ValueAsync(guest, "balloon_domain_working_set_bytes") < 200 * MiB);
        var before = (await ValueAsync(guest, "balloon_domain_working_set_bytes"))!.Value;
        var total = await ValueAsync(guest, "balloon_domain_guest_memory_total_bytes");
        Assert.Equal(autodeflate, total > 768 * MiB);

        await guest.FillAsync("load", 300);
        var took = await Wait.UntilAsync(
            "300 MiB in the working set",
            TimeSpan.FromSeconds(3),
            async () => await ValueAsync(guest, "balloon_domain_working_set_bytes") > before + (290 * MiB),
            async () => $"{before / MiB} MiB before, {await ValueAsync(guest, "balloon_domain_working_set_bytes") / MiB} MiB now");
        var after = (await ValueAsync(guest, "balloon_domain_working_set_bytes"))!.Value;
        Assert.InRange(after - before, 290 * MiB, 340 * MiB);
        Report.Line($"working set, autodeflate {(autodeflate ? "on" : "off")}: {before / MiB:0} MiB, after 300 MiB {after / MiB:0} MiB, seen {took.TotalSeconds:0.0} s after the fill");
    }

    [Fact]
    public async Task A_guest_without_driver_has_no_guest_statistics_and_says_no_driver()
    {
        var guest = await StartAsync(new GuestOptions("no-driver") { BalloonDriver = false, MemoryMib = 256 });
        await Wait.UntilAsync("out of grace", Patience, async () => await ReasonAsync(guest) == "no_driver");
        var page = await _exporter!.MetricsAsync();
        Assert.Equal(256 * MiB, page.Value("balloon_domain_memory_current_bytes", ("domain", guest.Name)));
        Assert.True(page.Value("balloon_domain_host_resident_bytes", ("domain", guest.Name)) > 0);
        Assert.Equal(0, page.Value("balloon_domain_managed", ("domain", guest.Name)));
        Assert.DoesNotContain(page.Samples, sample => sample["domain"] == guest.Name && (sample.Name.Contains("_guest_memory_") || sample.Name.Contains("working_set")
            || sample.Name.EndsWith("_stats_fresh", StringComparison.Ordinal) || sample.Name.Contains("last_update")));
    }

    [Fact]
    public async Task A_guest_just_started_is_in_grace_and_managed_afterwards()
    {
        var guest = await StartAsync(new GuestOptions("fresh") { MemoryMib = 256 }, waitForStatistics: false);
        Assert.Equal("grace", await ReasonAsync(guest));
        await guest.WaitForStatisticsAsync();
        await Wait.UntilAsync("managed", Patience, async () => await ValueAsync(guest, "balloon_domain_managed") == 1);
        Assert.Null(await ReasonAsync(guest));
    }

    [Fact]
    public async Task A_paused_guest_goes_stale_loses_its_gauges_and_comes_back()
    {
        var guest = await StartAsync(new GuestOptions("paused") { MemoryMib = 256 });
        await Wait.UntilAsync("fresh", Patience, async () => await ValueAsync(guest, "balloon_domain_guest_stats_fresh") == 1);
        await guest.SuspendAsync();
        await Wait.UntilAsync("stale", Patience, async () => await ValueAsync(guest, "balloon_domain_guest_stats_fresh") == 0);
        var page = await _exporter!.MetricsAsync();
        Assert.Equal(3, page.Value("balloon_domain_state", ("domain", guest.Name)));
        Assert.Equal("not_running", await ReasonAsync(guest));
        Assert.Null(page.Find("balloon_domain_guest_memory_usable_bytes", ("domain", guest.Name)));
        Assert.Null(page.Find("balloon_domain_working_set_bytes", ("domain", guest.Name)));
        await guest.ResumeAsync();
        await Wait.UntilAsync("fresh again", Patience, async () => await ValueAsync(guest, "balloon_domain_guest_stats_fresh") == 1);
    }

    [Fact]
    public async Task A_reboot_restarts_the_guests_counters_and_its_grace()
    {
        const string faults = "balloon_domain_guest_minor_page_faults_total";
        var guest = await StartAsync(new GuestOptions("rebooted") { MemoryMib = 512 });
        var atFirst = (await ValueAsync(guest, faults))!.Value;
        // So many pages that a boot alone cannot count as many faults.
        await guest.FillAsync("load", 200);
        await Wait.UntilAsync("faults counted", Patience, async () => await ValueAsync(guest, faults) > atFirst + 5_000);
        await Wait.UntilAsync("out of grace", Patience, async () => await ValueAsync(guest, "balloon_domain_managed") == 1);
        var before = (await ValueAsync(guest, faults))!.Value;

        // Looked for while it reboots: on a busy machine the boot may take longer than the grace.
        var grace = Wait.UntilAsync("in grace again", Patience, async () => await ReasonAsync(guest) == "grace");
        await guest.RebootAsync();
        await grace;
        await Wait.UntilAsync("counted anew", Patience, async () => await ValueAsync(guest, faults) is { } value && value < before);
        await Wait.UntilAsync("managed again", Patience, async () => await ValueAsync(guest, "balloon_domain_managed") == 1);
    }

    [Fact]
    public async Task Two_Prometheus_servers_at_once_see_the_same_in_every_scrape()
    {
        var guest = await StartAsync(new GuestOptions("watched-twice") { MemoryMib = 256 });
        var options = new PrometheusOptions { Targets = [_exporter!.Address], ScrapeInterval = TimeSpan.FromSeconds(1), RuleFiles = [] };
        await using var one = await PrometheusServer.StartAsync(host.Folder, options);
        await using var other = await PrometheusServer.StartAsync(host.Folder, options);
        var series = $"balloon_domain_memory_current_bytes{{domain=\"{guest.Name}\"}}";

        foreach (var prometheus in (PrometheusServer[])[one, other])
        {
            await Wait.UntilAsync("five scrapes", Patience, async () => await prometheus.QueryValueAsync($"count_over_time({series}[1m])") >= 5);
            Assert.Equal(1, await prometheus.QueryValueAsync("min_over_time(min(balloon_libvirt_up)[1m:1s])"));
            Assert.Equal(256 * MiB, await prometheus.QueryValueAsync($"min_over_time({series}[1m])"));
        }
    }

    [Fact]
    public async Task A_guest_that_is_never_polled_is_not_trusted()
    {
        var guest = await StartAsync(new GuestOptions("never-polled") { MemoryMib = 256, StatsPeriodSeconds = null }, waitForStatistics: false);
        await guest.WaitUntilBootedAsync();
        await Wait.UntilAsync("out of grace", Patience, async () => await ReasonAsync(guest) != "grace");
        var page = await _exporter!.MetricsAsync();
        Assert.Equal(0, page.Value("balloon_domain_guest_stats_period_seconds", ("domain", guest.Name)));
        Assert.Equal(0, page.Value("balloon_domain_managed", ("domain", guest.Name)));
        Assert.Null(page.Find("balloon_domain_working_set_bytes", ("domain", guest.Name)));
        // A period set by another program raises no event and is noticed all the same.
        await host.Libvirt.Virsh.RunAsync(["dommemstat", guest.Name, "--period", "1"]);
        await Wait.UntilAsync("managed", TimeSpan.FromSeconds(60), async () => await ValueAsync(guest, "balloon_domain_managed") == 1);
    }

    private async Task<Guest> StartAsync(GuestOptions options, bool waitForStatistics = true)
    {
        var guest = await Guest.StartAsync(host.Libvirt, options);
        _guests.Add(guest);
        if (waitForStatistics && options.BalloonDriver)
            await guest.WaitForStatisticsAsync();
        return guest;
    }

    private async Task<double?> ValueAsync(Guest guest, string metric) => (await _exporter!.MetricsAsync()).Find(metric, ("domain", guest.Name));

    private async Task<string?> ReasonAsync(Guest guest) =>
        (await _exporter!.MetricsAsync()).All("balloon_domain_unmanaged", ("domain", guest.Name)).SingleOrDefault()?["reason"];
}

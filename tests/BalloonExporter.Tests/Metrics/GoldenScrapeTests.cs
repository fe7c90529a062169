using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using Snapshooter.Exceptions;
using Snapshooter.Xunit;

namespace BalloonExporter.Tests.Metrics;

public sealed class GoldenScrapeTests
{
    [Fact]
    public async Task The_whole_scrape_is_as_it_was()
    {
        var text = await Scrape.GoldenAsync();

        Snapshot.Match(text, "golden.metrics");
    }

    [Fact]
    public async Task The_scrape_without_libvirt_is_as_it_was()
    {
        var text = await Scrape.RenderAsync(Snapshots.LibvirtDown());

        Snapshot.Match(text, "libvirt_down.metrics");
    }

    [Fact]
    public async Task A_libvirt_that_is_busy_is_up() => Assert.Contains(
        "\nballoon_libvirt_up 1\n", await Scrape.RenderAsync(Snapshots.LibvirtDown() with { LibvirtBusy = true }), StringComparison.Ordinal);

    [Fact]
    public void A_missing_snapshot_fails() =>
        Assert.Throws<SnapshotNotFoundException>(() => Snapshot.Match("whatever it is", "this_snapshot_does_not_exist"));

    [Trait("needs", "debian")]
    [Fact]
    public async Task Promtool_has_nothing_to_say()
    {
        Assert.Equal((0, ""), await Promtool.CheckMetricsAsync(await Scrape.GoldenAsync()));
        Assert.Equal((0, ""), await Promtool.CheckMetricsAsync(await Scrape.RenderAsync(Snapshots.LibvirtDown())));
    }

    [Trait("needs", "debian")]
    [Fact]
    public async Task Promtool_does_complain_about_a_bad_metric()
    {
        var (exitCode, output) = await Promtool.CheckMetricsAsync("# HELP x_total A gauge.\n# TYPE x_total gauge\nx_total 1\n");

        Assert.NotEqual(0, exitCode);
        Assert.NotEmpty(output);
    }

    [Fact]
    public async Task A_counter_that_restarted_with_its_guest_goes_down_and_a_domain_that_is_gone_leaves_nothing()
    {
        var domain = Snapshots.Domain(1);
        Assert.Contains(" 8388608\n", await Scrape.RenderAsync(SwappedOut(8192)), StringComparison.Ordinal);
        Assert.Contains(
            $"balloon_domain_guest_swap_out_bytes_total{{domain=\"guest1\",uuid=\"{domain.Uuid}\"}} 1024\n",
            await Scrape.RenderAsync(SwappedOut(1)),
            StringComparison.Ordinal);
        Assert.DoesNotContain("guest1", await Scrape.RenderAsync(Snapshots.Host(Snapshots.Domain(2))), StringComparison.Ordinal);

        HostSnapshot SwappedOut(long kib) => Snapshots.Host(domain with { Guest = domain.Guest! with { SwapOutKib = kib } });
    }

    [Fact]
    public async Task A_domain_that_was_left_out_has_no_series_at_all()
    {
        var text = await Scrape.RenderAsync(Snapshots.Host(Snapshots.Domain(1), Snapshots.Domain(2) with { Excluded = true }));

        Assert.Contains("guest1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("guest2", text, StringComparison.Ordinal);
        Assert.Contains("balloon_domains{state=\"running\"} 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_wanted_parts_are_written()
    {
        var text = await Scrape.RenderAsync(Snapshots.Host(), wanted: CollectorName.Host);

        Assert.Contains("\nballoon_libvirt_up 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nballoon_host_memory_total_bytes ", text, StringComparison.Ordinal);
        Assert.Contains("{collector=\"host\"}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{collector=\"libvirt\"}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("balloon_domain", text, StringComparison.Ordinal);
        Assert.DoesNotContain("balloon_feedback", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guest_gauges_are_left_out_while_the_statistics_are_stale()
    {
        var text = await Scrape.RenderAsync(Snapshots.Host(Snapshots.Domain(1) with { StatisticsFresh = false }));

        Assert.DoesNotContain("balloon_domain_guest_memory_usable_bytes{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("balloon_domain_working_set_bytes{", text, StringComparison.Ordinal);
        Assert.Contains("balloon_domain_guest_stats_fresh{", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_name_begins_with_the_exporters() =>
        Assert.All(Scrape.MetricNames(await Scrape.GoldenAsync()), name => Assert.StartsWith("balloon_", name, StringComparison.Ordinal));

    [Fact]
    public async Task A_collector_writes_what_the_snapshot_holds_and_nothing_that_the_process_counts()
    {
        // What is there without a host, a domain or an answer of libvirt belongs to prometheus-net.
        var series = await Scrape.SeriesOfCollectorsAsync(Snapshots.LibvirtDown() with { Memory = null, Parts = [] });

        Assert.Equal(["balloon_libvirt_up"], series);
    }
}

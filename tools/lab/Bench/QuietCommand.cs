using System.Globalization;

namespace BalloonExporter.Lab.Bench;

/// <summary>What the reflexes cost on a host where nothing happens: processor time of exporter and daemon, with and without them and a scrape.</summary>
/// <remarks>The domains run, have all they were sold and no operating system: QEMU's own time is not what is measured.</remarks>
internal sealed class QuietCommand(CountOptions options)
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(15);

    public async Task<int> RunAsync()
    {
        await using var folder = await LabFolder.CreateAsync();
        await using var libvirt = await PrivateLibvirt.StartAsync(folder);
        var domains = await TinyDomains.CreateAsync(libvirt, options.Count);
        foreach (var name in domains.Keys)
            await libvirt.Virsh.RunAsync(["resume", name]);

        await using (var acting = await ExporterProcess.StartAsync(folder, options.Exporter, new ExporterOptions(libvirt.Uri) { Mode = "act" }))
        {
            await MeasureAsync("reflexes alone", libvirt, acting, scrapes: false);
            await MeasureAsync($"reflexes and a scrape every {ScrapeInterval.TotalSeconds:0} s", libvirt, acting, scrapes: true);
        }

        return 0;
    }

    private static async Task MeasureAsync(string what, PrivateLibvirt libvirt, ExporterProcess exporter, bool scrapes)
    {
        // The first look reads every domain's XML: that happens once.
        await exporter.MetricsAsync();
        await Task.Delay(ScrapeInterval);
        var (exporterBefore, daemonBefore) = (TimeOf(exporter.ProcessId), TimeOf(libvirt.ProcessId));
        var scrapeCount = scrapes ? (int)(Span / ScrapeInterval) : 1;
        for (var scrape = 0; scrape < scrapeCount; scrape++)
        {
            if (scrapes)
                await exporter.MetricsAsync();
            await Task.Delay(Span / scrapeCount);
        }

        var (exporterShare, daemonShare) = ((TimeOf(exporter.ProcessId) - exporterBefore) / Span, (TimeOf(libvirt.ProcessId) - daemonBefore) / Span);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: exporter {exporterShare:0.00 %} of a core, daemon {daemonShare:0.00 %}, together {exporterShare + daemonShare:0.00 %}"));
    }

    private static TimeSpan TimeOf(int processId) => ProcFile.ProcessorTime(processId) ?? throw new LabException($"process {processId} is gone");
}

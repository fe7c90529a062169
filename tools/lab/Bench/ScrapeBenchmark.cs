namespace BalloonExporter.Lab.Bench;

/// <summary>
/// Our exporter and Debian's against the same libvirt with real QEMU processes, in turns within one run: whatever else the machine
/// does meets all of them alike.
/// </summary>
internal sealed class ScrapeBenchmark(BenchOptions options)
{
    private const string Rival = "prometheus-libvirt-exporter";
    private const int Starts = 5;
    private const int WarmUp = 5;

    public async Task<int> RunAsync()
    {
        foreach (var domains in options.Domains)
            Console.WriteLine(await MeasureAsync(domains));
        return 0;
    }

    private async Task<string> MeasureAsync(int domains)
    {
        await using var folder = await LabFolder.CreateAsync();
        await using var libvirt = await PrivateLibvirt.StartAsync(folder);
        await TinyDomains.CreateAsync(libvirt, domains);

        (string Name, string[] Command)[] commands =
        [
            ("balloon-exporter, 1 connection", Ours(libvirt.Uri, 1)),
            ("balloon-exporter, 4 connections", Ours(libvirt.Uri, 4)),
            ("balloon-exporter, 8 connections", Ours(libvirt.Uri, 8)),
            ("balloon-exporter, 8 connections, all read", [.. Ours(libvirt.Uri, 8), "--libvirt.read-all"]),
            (Rival, [Rival, $"--libvirt.uri={libvirt.Uri}"]),
        ];
        var starts = await StartsAsync(folder, commands);
        var exporters = new List<MeasuredExporter>();
        try
        {
            foreach (var (name, command) in commands)
                exporters.Add(await MeasuredExporter.StartAsync(folder, name, command));
            using var floor = new BulkCall(libvirt.Uri);
            using var splitFloor = new SplitBulkCall(libvirt.Uri, connections: 8);
            var measurements = await InTurnsAsync([floor, splitFloor, .. exporters], libvirt.ProcessId);
            var memory = await MemoryAsync(exporters);
            return Tables.Of(domains, options, measurements, starts, memory);
        }
        finally
        {
            foreach (var exporter in exporters)
                await exporter.DisposeAsync();
        }
    }

    private async Task<IReadOnlyList<Measurement>> InTurnsAsync(IReadOnlyList<ISubject> subjects, int daemonProcessId)
    {
        for (var round = 0; round < WarmUp; round++)
        {
            foreach (var subject in subjects)
                await subject.AskAsync();
        }

        var measurements = subjects.Select(subject => new Measurement(subject, daemonProcessId)).ToList();
        for (var round = 0; round < options.Scrapes; round++)
        {
            foreach (var measurement in measurements)
                await measurement.TakeAsync();
        }

        return measurements;
    }

    /// <summary>Scrapes on without a clock until memory is to be read; all at once, because only their number counts.</summary>
    private async Task<Dictionary<string, Memory>> MemoryAsync(IReadOnlyList<MeasuredExporter> exporters)
    {
        var memory = await Task.WhenAll(exporters.Select(async exporter =>
        {
            // One scrape started it, WarmUp and the timed ones followed.
            var scrapes = 1 + WarmUp + options.Scrapes;
            for (; scrapes < options.MemoryScrapes / 2; scrapes++)
                await exporter.AskAsync();
            var half = exporter.ResidentBytes;
            for (; scrapes < options.MemoryScrapes; scrapes++)
                await exporter.AskAsync();
            return (exporter.Name, Memory: new Memory(half, exporter.ResidentBytes));
        }));
        return memory.ToDictionary(each => each.Name, each => each.Memory);
    }

    private static async Task<Dictionary<string, TimeSpan>> StartsAsync(LabFolder folder, IReadOnlyList<(string Name, string[] Command)> commands)
    {
        var times = commands.ToDictionary(each => each.Name, _ => new List<TimeSpan>());
        for (var round = 0; round < Starts; round++)
        {
            foreach (var (name, command) in commands)
            {
                await using var exporter = await MeasuredExporter.StartAsync(folder, name, command);
                times[name].Add(exporter.StartToFirstScrape);
            }
        }

        return times.ToDictionary(each => each.Key, each => each.Value.Order().ElementAt(Starts / 2));
    }

    private string[] Ours(string uri, int connections) => [options.Exporter, $"--libvirt.uri={uri}", $"--libvirt.connections={connections}"];
}

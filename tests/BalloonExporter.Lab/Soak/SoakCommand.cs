using System.Diagnostics;

namespace BalloonExporter.Lab.Soak;

/// <summary>
/// Failures in a loop under two scrapers. At the end of every round all is well again for a while; what the exporter occupies at
/// those moments must not grow.
/// </summary>
internal sealed class SoakCommand(CountOptions options)
{
    private const int Tiny = 20;
    private const long ResidentBound = 6 * 1048576;
    private const int FilesBound = 6;
    private const int ThreadsBound = 6;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // Long enough for what a frozen QEMU held to come back and for connections that were given up to close.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(8);

    public async Task<int> RunAsync()
    {
        await using var folder = await LabFolder.CreateAsync();
        await using var libvirt = await PrivateLibvirt.StartAsync(folder);
        var tiny = await TinyDomains.CreateAsync(libvirt, Tiny);
        var guests = await Guest.StartAllAsync(libvirt, [new GuestOptions("soak-1") { MemoryMib = 512 }, new GuestOptions("soak-2") { MemoryMib = 512 }]);
        await using var exporter = await ExporterProcess.StartAsync(folder, options.Exporter, new ExporterOptions(libvirt.Uri));
        Scraper[] scrapers = [new(new Uri(exporter.Address, "/metrics"), Timeout), new(new Uri(exporter.Address, "/metrics"), Timeout)];

        using var stop = new CancellationTokenSource();
        var scraping = Task.WhenAll(scrapers.Select(scraper => scraper.RunAsync(stop.Token)));
        var quiet = await RoundsAsync(new Failures(libvirt, guests, [.. tiny.Keys]), exporter);
        var complete = (await exporter.MetricsAsync()).All("balloon_domain_scrape_success").Count(series => series.Value == 1);
        await stop.CancelAsync();
        await scraping;
        foreach (var guest in guests)
            await guest.DisposeAsync();
        return Judge(quiet, scrapers, complete, exporter.LogTail);
    }

    private async Task<List<Footprint>> RoundsAsync(Failures failures, ExporterProcess exporter)
    {
        var watch = Stopwatch.StartNew();
        var quiet = new List<Footprint>();
        // The first round belongs to the warming up, and a comparison needs two more.
        while (watch.Elapsed < TimeSpan.FromMinutes(options.Count) || quiet.Count < 3)
        {
            foreach (var (name, happenAsync) in failures.All)
            {
                await happenAsync();
                Say(watch, $"{name}; at once after it: {Footprint.Of(exporter.ProcessId)}");
            }

            await Task.Delay(Rest);
            quiet.Add(Footprint.Of(exporter.ProcessId));
            Say(watch, $"round {quiet.Count} over, all well: {quiet[^1]}");
        }

        return quiet;
    }

    private static int Judge(List<Footprint> quiet, Scraper[] scrapers, int complete, string log)
    {
        var share = Math.Max(1, (quiet.Count - 1) / 3);
        var early = Footprint.MedianOf([.. quiet.Skip(1).Take(share)]);
        var late = Footprint.MedianOf([.. quiet.TakeLast(share)]);
        Console.WriteLine($"early: {early}\nlate:  {late}");
        var problems = scrapers.SelectMany(scraper => scraper.Failures).ToList();
        foreach (var scraper in scrapers)
            Console.WriteLine(FormattableString.Invariant($"{scraper.Scrapes} scrapes, {scraper.Failures.Count} failed, the slowest {scraper.Slowest.TotalSeconds:0.00} s of {Timeout.TotalSeconds:0} s"));
        if (late.ResidentBytes > early.ResidentBytes + ResidentBound)
            problems.Add($"resident memory grew by more than {ResidentBound / 1048576} MiB");
        if (late.OpenFiles > early.OpenFiles + FilesBound)
            problems.Add($"open files grew by more than {FilesBound}");
        if (late.Threads > early.Threads + ThreadsBound)
            problems.Add($"threads grew by more than {ThreadsBound}");
        if (complete != Tiny + 2)
            problems.Add($"only {complete} of {Tiny + 2} domains are complete at the end");
        foreach (var problem in problems)
            Console.WriteLine($"FAILED  {problem}");
        Console.WriteLine(problems.Count == 0 ? "ok" : log);
        return problems.Count == 0 ? 0 : 1;
    }

    private static void Say(Stopwatch watch, string what) => Console.WriteLine(FormattableString.Invariant($"{watch.Elapsed.TotalSeconds,6:0} s  {what}"));
}

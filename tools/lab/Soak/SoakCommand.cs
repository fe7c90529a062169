using System.Diagnostics;

namespace BalloonExporter.Lab.Soak;

/// <summary>
/// Failures in a loop, under two scrapers and alerts that ask for memory to be taken and given. At the end of every round all is well
/// again for a while; what the exporter occupies at those moments must not grow.
/// </summary>
internal sealed class SoakCommand(CountOptions options)
{
    private const int Tiny = 20;
    private const int Scrapers = 2;
    private const long ResidentBound = 6 * 1048576;
    private const int FilesBound = 6;
    private const int ThreadsBound = 6;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // Long enough for what a frozen QEMU held to come back and for connections that were given up to close.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(8);

    public async Task<int> RunAsync()
    {
        await using var folder = await LabFolder.CreateAsync();
        await using var disk = await SmallDisk.MountAsync(folder);
        await using var libvirt = await PrivateLibvirt.StartAsync(folder);
        var tiny = await TinyDomains.CreateAsync(libvirt, Tiny);
        var guests = await Guest.StartAllAsync(libvirt, [new GuestOptions("soak-1") { MemoryMib = 512 }, new GuestOptions("soak-2") { MemoryMib = 512 }]);
        var keys = await SoakKeys.CreateAsync(folder);
        var clock = new FakedClock(folder, "soak");
        await using var exporter = await SoakedExporter.StartAsync(folder, options.Exporter, libvirt.Uri, keys, clock, disk);
        var scrapers = Enumerable.Range(0, Scrapers).Select(_ => new Scraper(exporter.NewClient(), Timeout)).ToList();
        var feeder = new Feeder(exporter, guests);
        var floors = new FloorWatch(libvirt, guests);
        var failures = new Failures(libvirt, guests, [.. tiny.Keys], exporter, feeder, keys, clock, disk);

        using var stop = new CancellationTokenSource();
        var running = Task.WhenAll([.. scrapers.Select(scraper => scraper.RunAsync(stop.Token)), feeder.RunAsync(stop.Token), floors.RunAsync(stop.Token)]);
        var quiet = await RoundsAsync(failures, exporter);
        var page = await exporter.MetricsAsync();
        await stop.CancelAsync();
        await running;
        foreach (var guest in guests)
            await guest.DisposeAsync();

        List<string> problems = [.. failures.Problems, .. scrapers.SelectMany(scraper => scraper.Failures), .. Grown(quiet)];
        foreach (var scraper in scrapers)
            Console.WriteLine(FormattableString.Invariant($"{scraper.Scrapes} scrapes, {scraper.Failures.Count} failed, the slowest {scraper.Slowest.TotalSeconds:0.00} s of {Timeout.TotalSeconds:0} s"));
        Console.WriteLine(FormattableString.Invariant($"the least that a guest had in {floors.Looks} looks: {floors.LeastMib} MiB, the floor is {SoakedExporter.FloorMib} MiB"));
        if (floors.LeastMib < SoakedExporter.FloorMib)
            problems.Add("a guest was below its floor");
        if (page.All("balloon_domain_scrape_success").Count(series => series.Value == 1) is var complete && complete != Tiny + guests.Count)
            problems.Add($"only {complete} of {Tiny + guests.Count} domains are complete at the end");
        problems.AddRange(AuditCheck.Problems(feeder.Fed, File.ReadLines(exporter.LogFile), page.Value("balloon_audit_errors_total")));
        foreach (var problem in problems)
            Console.WriteLine($"FAILED  {problem}");
        Console.WriteLine(problems.Count == 0 ? "ok" : exporter.LogTail());
        return problems.Count == 0 ? 0 : 1;
    }

    private async Task<List<Footprint>> RoundsAsync(Failures failures, SoakedExporter exporter)
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

    private static IEnumerable<string> Grown(List<Footprint> quiet)
    {
        var share = Math.Max(1, (quiet.Count - 1) / 3);
        var early = Footprint.MedianOf([.. quiet.Skip(1).Take(share)]);
        var late = Footprint.MedianOf([.. quiet.TakeLast(share)]);
        Console.WriteLine($"early: {early}\nlate:  {late}");
        if (late.ResidentBytes > early.ResidentBytes + ResidentBound)
            yield return $"resident memory grew by more than {ResidentBound / 1048576} MiB";
        if (late.OpenFiles > early.OpenFiles + FilesBound)
            yield return $"open files grew by more than {FilesBound}";
        if (late.Threads > early.Threads + ThreadsBound)
            yield return $"threads grew by more than {ThreadsBound}";
    }

    private static void Say(Stopwatch watch, string what) => Console.WriteLine(FormattableString.Invariant($"{watch.Elapsed.TotalSeconds,6:0} s  {what}"));
}

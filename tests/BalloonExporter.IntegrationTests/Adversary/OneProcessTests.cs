using BalloonExporter.IntegrationTests.Adversary.OneProcess;
using BalloonExporter.Lab;
using BalloonExporter.Lab.Soak;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>All attacks on one and the same process that acts on real guests, some of them at once: it is there at the end, and does its work.</summary>
[Trait("suite", "adversary")]
public sealed class OneProcessTests(Host host) : IClassFixture<Host>
{
    private const int Tiny = 20;
    private const double MiB = 1048576;

    // Of the process itself at its worst, with bodies of several MiB on their way.
    private const double MostMib = 256;

    // At the end, against what it occupied before the first attack.
    private const double MemoryGrowthMib = 64;
    private const int FilesGrowth = 24;
    private const int ThreadsGrowth = 24;

    private static readonly TimeSpan WholeAgain = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    // What stands in one line happens at once.
    private static readonly IAttack[][] Attacks =
    [
        [new HastyScrapers(), new ForgedClaims(), new FutureMessages()],
        [new StalledDaemon(), new SilentConnections(), new GuessedSecrets()],
        [new Flooded(), new MalformedRequests()],
        [new FrozenGuests(), new GuessedSecrets(), new SilentConnections()],
        [new FullDisk(), new SecondExporter()],
        [new SpoiledFiles()],
        [new SetClock(), new KilledGuests()],
        [new KilledDaemon(), new HastyScrapers()],
    ];

    [Fact]
    public async Task One_process_survives_all_attacks_and_still_does_its_work()
    {
        await using var disk = await SmallDisk.MountAsync(host.Folder);
        var tiny = await TinyDomains.CreateAsync(host.Libvirt, Tiny);
        var guests = await Guest.StartAllAsync(host.Libvirt, [new GuestOptions("attacked-1") { MemoryMib = 512 }, new GuestOptions("attacked-2") { MemoryMib = 512 }]);
        var keys = await SoakKeys.CreateAsync(host.Folder);
        var clock = new FakedClock(host.Folder, "attacked");
        await using var exporter = await SoakedExporter.StartAsync(host.Folder, Host.Binary, host.Libvirt.Uri, keys, clock, disk);
        var feeder = new Feeder(exporter, guests);
        var victim = new Victim(host.Folder, host.Libvirt, exporter, keys, clock, disk, feeder, guests, tiny);
        var floors = new FloorWatch(host.Libvirt, guests);
        using var client = exporter.NewClient();
        var scraper = new Scraper(client, TimeSpan.FromSeconds(10));
        using var stop = new CancellationTokenSource();
        var started = ProcFile.StartTime(exporter.ProcessId);
        await WholeAsync(victim);
        var running = Task.WhenAll(scraper.RunAsync(stop.Token), feeder.RunAsync(stop.Token), floors.RunAsync(stop.Token));
        try
        {
            await Task.Delay(Rest);
            var before = Footprint.Of(exporter.ProcessId);
            foreach (var together in Attacks)
            {
                await Task.WhenAll(together.Select(attack => attack.RunAsync(victim)));
                Assert.False(exporter.HasExited, exporter.LogTail());
                await WholeAsync(victim);
            }

            await Task.Delay(Rest);
            await stop.CancelAsync();
            await running;
            await MovesAsync(victim);
            var after = Footprint.Of(exporter.ProcessId);

            var most = ProcFile.PeakResidentBytes(exporter.ProcessId)!.Value / MiB;
            Report.Line($"one process under all attacks: {scraper.Scrapes} scrapes; before {before}; after {after}; at most {most:0} MiB; the least that a guest had: {floors.LeastMib} MiB of {SoakedExporter.FloorMib}");
            Assert.Equal(started, ProcFile.StartTime(exporter.ProcessId));
            Assert.InRange(floors.LeastMib, SoakedExporter.FloorMib, 512);
            Assert.InRange(most, 0, MostMib);
            Assert.InRange(after.ResidentBytes / MiB, 0, (before.ResidentBytes / MiB) + MemoryGrowthMib);
            Assert.InRange(after.OpenFiles, 0, before.OpenFiles + FilesGrowth);
            Assert.InRange(after.Threads, 0, before.Threads + ThreadsGrowth);
            var lost = (await exporter.MetricsAsync()).Value("balloon_audit_errors_total");
            Assert.Empty(AuditCheck.Problems(feeder.Fed, File.ReadLines(exporter.LogFile), lost));
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var guest in guests)
                await guest.DisposeAsync();
        }
    }

    private static async Task WholeAsync(Victim victim) => await Wait.UntilAsync(
        "a whole scrape",
        WholeAgain,
        async () =>
        {
            var page = await victim.Exporter.MetricsAsync();
            return page.Value("balloon_libvirt_up") == 1
                && victim.Tiny.Keys.Concat(victim.Guests.Select(guest => guest.Name)).All(name => page.Find("balloon_domain_scrape_success", ("domain", name)) == 1);
        },
        () => Task.FromResult(victim.Exporter.LogTail()));

    // A legitimate gift or, where all guests have everything, a legitimate take.
    private static async Task MovesAsync(Victim victim)
    {
        var answers = new List<string>();
        await Wait.UntilAsync(
            "an alert is obeyed",
            Patience,
            async () =>
            {
                var answer = await victim.Exporter.PostFeedbackAsync(TargetAlert.Of(victim.Guests[0].Uuid, answers.Count % 2 == 0 ? 512 : 470, $"last-{answers.Count}"));
                answers.Add(answer.Body);
                // Of two with the same second the later one would be a duplicate.
                await Task.Delay(1100);
                return Payload.Results(answer.Body).Any(result => result.Verdict == "applied");
            },
            () => Task.FromResult(string.Join('\n', answers.TakeLast(4)) + victim.Exporter.LogTail()));
    }
}

using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>
/// The proof beside a log that a guest keeps itself, ten times a second: MemAvailable, PSI and OOM kills. The log calls a guest short by
/// thresholds of its own. There is no room to rescue the guest, and its floor keeps it from losing more.
/// </summary>
[Trait("suite", "adversary")]
public sealed class ProofTests(Host host) : IClassFixture<Host>
{
    private const double MostDifference = 0.02;

    // Seconds: half a statistics period. When within it a shortage began, nothing tells.
    private const double BeginKnownTo = 0.5;
    private const int CurrentMib = 512;
    private const int ScarceMib = 8;

    // Of the log alone.
    private const long ShortKib = 22 * 1024;
    private const double ShortPressure = 0.25;

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Seconds_of_shortage_agree_with_a_log_inside_the_guest_in_four_shapes_of_load()
    {
        await using var plain = await StartAsync("plain", swaps: false);
        await using var never = await StartAsync("never", swaps: false);
        var options = new ExporterOptions(host.Libvirt.Uri) { Mode = "act", Budget = "300MiB", Floor = $"{CurrentMib}MiB" };
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, Host.Binary, options);
        await Wait.UntilAsync("looked at", TimeSpan.FromSeconds(30), async () =>
            (await exporter.MetricsAsync()).All("balloon_domain_observed_seconds_total").Count(sample => sample.Value > 0) == 2);

        await CompareAsync(exporter, plain, "until the guest kills, 12 s", async () =>
        {
            await FillAsync(plain);
            await Task.Delay(TimeSpan.FromSeconds(12));
            await Assert.ThrowsAsync<LabException>(() => plain.FillAsync("more", 2 * CurrentMib));
            await FreeAsync(plain);
        });
        await CompareAsync(exporter, plain, "three times 15 s", async () =>
        {
            for (var spell = 0; spell < 3; spell++)
            {
                await FillAsync(plain);
                await HoldAsync(plain, 15);
                await Task.Delay(Calm);
            }
        }, spells: 3);
        await CompareAsync(exporter, plain, "slowly, 15 s", async () =>
        {
            await FillAsync(plain, mibPerSecond: 40);
            await HoldAsync(plain, 15);
        });
        await CompareAsync(exporter, plain, "at once, 30 s", async () =>
        {
            await FillAsync(plain);
            await HoldAsync(plain, 30);
        });

        Assert.Equal(0, (await exporter.MetricsAsync()).Value("balloon_domain_unmet_seconds_total", ("domain", never.Name)));
        Assert.True(await plain.OomKilledAsync());
    }

    [Fact]
    public async Task What_was_counted_outlasts_the_exporter()
    {
        await using var guest = await StartAsync("lasting", swaps: false);
        var options = new ExporterOptions(host.Libvirt.Uri) { StatePath = host.Folder.PathOf("proof-state") };
        double before;
        await using (var first = await ExporterProcess.StartAsync(host.Folder, Host.Binary, options))
        {
            await Wait.UntilAsync("counted", TimeSpan.FromSeconds(30), async () => await BelowSoldAsync(first, guest) > 3);
            before = await BelowSoldAsync(first, guest);
            await first.StopAsync();
        }

        await using var next = await ExporterProcess.StartAsync(host.Folder, Host.Binary, options);
        await Wait.UntilAsync("looked at", TimeSpan.FromSeconds(30), async () => await BelowSoldAsync(next, guest) > 0);
        Assert.InRange(await BelowSoldAsync(next, guest), before, before + 30);
    }

    private static async Task<double> BelowSoldAsync(ExporterProcess exporter, Guest guest) =>
        (await exporter.MetricsAsync()).Find("balloon_domain_below_sold_seconds_total", ("domain", guest.Name)) ?? 0;

    // How much there is shows only when most of it is used: a guest that was full once tells less than that at first.
    private static async Task FillAsync(Guest guest, int mibPerSecond = 0)
    {
        await guest.FillAsync("load", await SpareMibAsync(guest), mibPerSecond);
        await guest.FillAsync("rest", Math.Max(1, await SpareMibAsync(guest)));
    }

    private static async Task<int> SpareMibAsync(Guest guest) => (int)((await guest.MemInfoAsync()).AvailableKib / 1024) - ScarceMib;

    private static async Task HoldAsync(Guest guest, int seconds)
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await FreeAsync(guest);
    }

    private static async Task FreeAsync(Guest guest)
    {
        await guest.FreeAsync("load");
        await guest.FreeAsync("rest");
    }

    private static async Task CompareAsync(ExporterProcess exporter, Guest guest, string shape, Func<Task> load, int spells = 1)
    {
        await Task.Delay(Calm);
        var (from, before) = (await guest.UptimeAsync(), await UnmetAsync(exporter, guest));
        await load();
        await Task.Delay(Calm);
        var (to, after) = (await guest.UptimeAsync(), await UnmetAsync(exporter, guest));

        List<WatchedMemory> log = [.. guest.WatchedMemory().Where(line => line.UptimeSeconds >= from && line.UptimeSeconds <= to)];
        var logged = ShortSeconds(log);
        Report.Line($"proof, {shape}: {after - before:0.0} s unmet, {logged:0.0} s by the guest's own log");
        Assert.True(logged >= 10, $"{shape}: the log has {logged} s, and {log.Min(line => line.AvailableKib)} KiB usable at least\n{string.Join('\n', exporter.Lines.TakeLast(20).Select(line => line.Text))}");
        var allowed = Math.Max(MostDifference * logged, spells * BeginKnownTo);
        Assert.InRange(after - before, logged - allowed, logged + allowed);
    }

    private static async Task<double> UnmetAsync(ExporterProcess exporter, Guest guest) => (await exporter.MetricsAsync()).Value("balloon_domain_unmet_seconds_total", ("domain", guest.Name));

    private static double ShortSeconds(List<WatchedMemory> log)
    {
        var seconds = 0.0;
        for (var line = 1; line < log.Count; line++)
        {
            var (before, now) = (log[line - 1], log[line]);
            var time = now.UptimeSeconds - before.UptimeSeconds;
            if (now.AvailableKib < ShortKib || now.WaitedSeconds - before.WaitedSeconds > ShortPressure * time || now.OomKills > before.OomKills)
                seconds += time;
        }

        return seconds;
    }

    private async Task<Guest> StartAsync(string name, bool swaps)
    {
        var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions(name) { DiskMib = swaps ? CurrentMib : 0 });
        await guest.WaitUntilBootedAsync();
        if (swaps)
            await guest.SwapOnAsync();
        await guest.SetMemoryAsync(CurrentMib);
        await Wait.UntilAsync($"{name} has {CurrentMib} MiB", TimeSpan.FromSeconds(30), async () => (await guest.StatisticsAsync()).CurrentKib == CurrentMib * 1024L);
        await guest.WatchMemoryAsync();
        return guest;
    }
}

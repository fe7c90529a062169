using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>Scrapes do not ask QEMU again for what it would answer as before, and that cannot be seen from outside.</summary>
[Trait("suite", "adversary")]
public sealed class ReusedReadsTests(Host host) : IClassFixture<Host>
{
    private const int Tiny = 30;
    private const int Pairs = 400;
    private const double MostMoved = 0.2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_scrape_shows_what_libvirt_answers_at_the_same_time()
    {
        await TinyDomains.CreateAsync(host.Libvirt, Tiny);
        var guests = await Guest.StartAllAsync(host.Libvirt,
        [
            new GuestOptions("each-second") { MemoryMib = 384 },
            new GuestOptions("each-two") { MemoryMib = 384, StatsPeriodSeconds = 2 },
            new GuestOptions("each-ten") { MemoryMib = 384, StatsPeriodSeconds = 10 },
            new GuestOptions("without") { MemoryMib = 256, BalloonDevice = false },
        ]);
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri));
        using var reads = new ReusedReads(host.Libvirt.Uri);
        using var done = new CancellationTokenSource();
        var churn = Task.WhenAll(PauseAsync(guests[1], done.Token), MoveAsync(guests[0], done.Token), RebootAsync(guests[2], done.Token), ComeAndGoAsync(done.Token));

        for (var pair = 0; pair < Pairs; pair++)
            await reads.CompareAsync(exporter);
        await done.CancelAsync();
        await churn;

        var page = await exporter.MetricsAsync();
        Report.Line($"reused reads: {Pairs} scrapes, {reads.Compared} figures compared with libvirt's at the same time, {reads.Moved} moved in between, {reads.Different.Count} differ; {page.Value("balloon_reader_reused_total")} domains not asked, {page.Value("balloon_reader_checks_total")} checks, median {reads.Durations.Order().ElementAt(Pairs / 2).TotalMilliseconds:0} ms");
        Assert.True(reads.Different.Count == 0, string.Join('\n', reads.Different.Take(20)));
        Assert.True(reads.Moved < reads.Compared * MostMoved, $"{reads.Moved} of {reads.Compared} moved");
        Assert.Equal(0, page.Value("balloon_reader_mismatches_total"));
        Assert.True(page.Value("balloon_reader_checks_total") > Tiny);
        Assert.True(page.Value("balloon_reader_reused_total") > Pairs * Tiny / 2);
        foreach (var guest in guests)
            await guest.DisposeAsync();
        await host.Libvirt.Virsh.DestroyAllAsync();
    }

    [Fact]
    public async Task After_a_change_without_an_event_every_scrape_reads_all()
    {
        await using var lossy = new LossyLibvirt(host.Libvirt);
        await using var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions("unheard") { MemoryMib = 384, StatsPeriodSeconds = 30, Autodeflate = false });
        await guest.WaitUntilBootedAsync();
        await guest.WaitForStatisticsAsync();
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(lossy.Uri));
        await Wait.UntilAsync("reused", Patience, async () => (await exporter.MetricsAsync()).Value("balloon_reader_reused_total") > 0);

        lossy.LosesEvents = true;
        await Wait.UntilAsync("a mismatch", Patience, async () =>
        {
            // A period of thirty seconds leaves the balloon's events alone to tell of a move.
            await guest.SetMemoryAsync(TimeProvider.System.GetTimestamp() % 2 == 0 ? 320 : 352);
            await Task.Delay(TimeSpan.FromSeconds(1));
            return (await exporter.MetricsAsync()).Value("balloon_reader_mismatches_total") > 0;
        });

        Assert.True(lossy.Lost > 0);
        var reused = (await exporter.MetricsAsync()).Value("balloon_reader_reused_total");
        using var reads = new ReusedReads(host.Libvirt.Uri);
        for (var pair = 0; pair < 10; pair++)
            await reads.CompareAsync(exporter);
        Assert.True(reads.Different.Count == 0, string.Join('\n', reads.Different));
        Assert.Equal(reused, (await exporter.MetricsAsync()).Value("balloon_reader_reused_total"));
        Assert.Contains("every scrape reads all domains", exporter.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restart_of_the_daemon_everything_is_read_again()
    {
        await TinyDomains.CreateAsync(host.Libvirt, 3, "restarted");
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri));
        await Wait.UntilAsync("reused", Patience, async () => (await exporter.MetricsAsync()).Value("balloon_reader_reused_total") > 0);

        await host.Libvirt.RestartAsync();
        MetricsPage? first = null;
        var reused = 0.0;
        await Wait.UntilAsync("up again", Patience, async () =>
        {
            // The page with an answer is from after the reconnect: none of its domains is from before.
            reused = first?.Value("balloon_reader_reused_total") ?? double.PositiveInfinity;
            first = await exporter.MetricsAsync();
            return first.Value("balloon_libvirt_up") == 1 && first.All("balloon_domain_scrape_success").All(sample => sample.Value == 1);
        });

        Assert.True(first!.Value("balloon_libvirt_reconnects_total") > 0);
        Assert.True(first.Value("balloon_reader_reused_total") <= reused);
        await host.Libvirt.Virsh.DestroyAllAsync();
    }

    private static Task PauseAsync(Guest guest, CancellationToken done) =>
        RepeatAsync(TimeSpan.FromSeconds(2), async round => await (round % 2 == 0 ? guest.SuspendAsync() : guest.ResumeAsync()), done);

    private static Task MoveAsync(Guest guest, CancellationToken done) => RepeatAsync(TimeSpan.FromSeconds(3), round => guest.SetMemoryAsync(round % 2 == 0 ? 320 : 384), done);

    private static Task RebootAsync(Guest guest, CancellationToken done) => RepeatAsync(TimeSpan.FromSeconds(8), _ => guest.RebootAsync(), done);

    private Task ComeAndGoAsync(CancellationToken done) => RepeatAsync(TimeSpan.FromSeconds(1), ComeAndGoAsync, done);

    private async Task ComeAndGoAsync(int round)
    {
        foreach (var name in (await TinyDomains.CreateAsync(host.Libvirt, 1, $"brief{round}")).Keys)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);
            await host.Libvirt.Virsh.RunAsync(["destroy", name]);
        }
    }

    private static async Task RepeatAsync(TimeSpan pause, Func<int, Task> act, CancellationToken done)
    {
        for (var round = 0; !done.IsCancellationRequested; round++)
        {
            await act(round);
            await Task.WhenAny(Task.Delay(pause, done));
        }
    }
}

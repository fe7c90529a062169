using System.Diagnostics;
using System.Net;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>What hangs costs itself.</summary>
public sealed class StuckTests(Host host) : IClassFixture<Host>, IAsyncLifetime
{
    private const int ScrapeTimeoutSeconds = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly List<int> _frozen = [];
    private ExporterProcess? _exporter;

    public async Task InitializeAsync() =>
        _exporter = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri));

    public async Task DisposeAsync()
    {
        _frozen.ForEach(processId => Signals.SendContinue(processId));
        await _exporter!.DisposeAsync();
        await host.Libvirt.Virsh.DestroyAllAsync();
    }

    [Fact]
    public async Task Three_guests_frozen_one_after_another_cost_only_their_own_figures()
    {
        const int domains = 30;
        var names = (await TinyDomains.CreateAsync(host.Libvirt, domains, "crowd")).Keys.Order().ToList();
        Assert.Equal(domains, ReadIn(await ScrapeAsync()).Count);

        var slowest = TimeSpan.Zero;
        foreach (var victim in (string[])[names[3], names[11], names[27]])
        {
            Freeze(victim);
            var late = 0;
            for (var scrape = 0; scrape < 4; scrape++)
            {
                var watch = Stopwatch.StartNew();
                var page = await ScrapeAsync();
                slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
                Assert.Equal(1, page.Value("balloon_libvirt_up"));
                // States do not need the monitor, so each domain has one.
                Assert.Equal(domains, page.All("balloon_domain_state").Count());
                late += ReadIn(page).Count < domains - _frozen.Count ? 1 : 0;
                await Task.Delay(Pause);
            }

            Assert.InRange(late, 0, 1);
            Assert.Equal(0, (await ScrapeAsync()).Value("balloon_domain_scrape_success", ("domain", victim)));
        }

        Report.Line($"stuck: slowest scrape of 30 domains while three froze one after another: {slowest.TotalSeconds:0.00} s of {ScrapeTimeoutSeconds} s");
        Assert.True((await ScrapeAsync()).Value("balloon_libvirt_abandoned_calls") > 0);
        Thaw();
        var scrapes = 0;
        await Wait.UntilAsync("complete again", TimeSpan.FromSeconds(10), async () =>
        {
            scrapes++;
            return ReadIn(await ScrapeAsync()).Count == domains;
        });
        Assert.InRange(scrapes, 1, 2);
        await Wait.UntilAsync("nothing hangs any more", TimeSpan.FromSeconds(10), async () =>
            (await ScrapeAsync()).Value("balloon_libvirt_abandoned_calls") == 0);
    }

    [Fact]
    public async Task A_frozen_daemon_costs_its_series_within_the_deadline_and_thaws()
    {
        await TinyDomains.CreateAsync(host.Libvirt, 2, "still");
        Assert.Equal(2, ReadIn(await ScrapeAsync()).Count);
        Freeze(host.Libvirt.ProcessId);
        for (var scrape = 0; scrape < 2; scrape++)
        {
            var page = await ScrapeAsync();
            Assert.Equal(0, page.Value("balloon_libvirt_up"));
            Assert.True(page.Value("balloon_host_memory_total_bytes") > 0);
        }

        Thaw();
        Assert.Equal(2, ReadIn(await ScrapeAsync()).Count);
    }

    /// <summary>libvirt holds the lock of a domain that it starts; its list of all domains waits for that lock, as long as the storage takes.</summary>
    [Fact]
    [Trait("suite", "adversary")]
    public async Task A_start_that_hangs_costs_the_other_domains_nothing()
    {
        var others = await TinyDomains.CreateAsync(host.Libvirt, 3, "moving");
        Assert.Equal(others.Count, ReadIn(await ScrapeAsync()).Count);
        var storage = host.Folder.PathOf("guests", "hanging.fd");
        Assert.Equal(0, (await Command.RunAsync("mkfifo", "--mode=666", storage)).Code);
        var starting = StartOnAsync(storage);
        // Two readers of the same kind: the list that waits, and libvirt itself, which opens the pipe for its firmware's variables.
        await Wait.UntilAsync("libvirt's list hangs", TimeSpan.FromSeconds(20), async () =>
            starting.IsCompleted ? throw new LabException($"not started: {(await starting)}") : await IsLateAsync(host.Libvirt.Virsh.RunAsync(["list"], TimeSpan.FromSeconds(2))));
        try
        {
            for (var scrape = 0; scrape < 4; scrape++)
            {
                var page = await ScrapeAsync();
                Assert.Equal(1, page.Value("balloon_libvirt_up"));
                Assert.Equal(others.Keys.Order(), ReadIn(page).Order());
            }

            Assert.Equal(HttpStatusCode.OK, (await _exporter!.GetAsync("/-/ready")).Status);
            Assert.Equal(HttpStatusCode.OK, (await _exporter.GetAsync($"/api/v1/domains/{others.Values.First()}/policy")).Status);
            // Decisions go on too: this one is about a domain that is paused.
            var answer = await _exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(others.Values.First(), 32)));
            Assert.Equal(("refused", "not_running"), (Payload.Results(answer.Body)[0].Verdict, Payload.Results(answer.Body)[0].Reason));
        }
        finally
        {
            // What libvirt reads then is no firmware, and the start fails.
            await using (new FileStream(storage, FileMode.Open, FileAccess.ReadWrite))
                await Task.Delay(Pause);
            await starting;
        }

        await Wait.UntilAsync("nothing hangs any more", TimeSpan.FromSeconds(10), async () =>
            (await ScrapeAsync()).Value("balloon_libvirt_abandoned_calls") == 0);
        Assert.Equal(others.Keys.Order(), ReadIn(await ScrapeAsync()).Order());
    }

    [Fact]
    public async Task Domains_that_come_and_go_under_the_scrape_never_fail_it_and_leave_nothing_behind()
    {
        var scrapes = 0;
        using var done = new CancellationTokenSource();
        var scraping = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var page = await ScrapeAsync();
                Assert.True(page.Value("balloon_libvirt_up") == 1, $"libvirt was down in scrape {scrapes}\n{_exporter!.LogTail}");
                scrapes++;
            }
        });
        for (var round = 0; round < 5; round++)
        {
            var names = (await TinyDomains.CreateAsync(host.Libvirt, 10, $"fly-{round}")).Keys;
            await Task.WhenAll(names.Select(name => host.Libvirt.Virsh.RunAsync(["destroy", name])));
        }

        await done.CancelAsync();
        await scraping;
        Assert.True(scrapes > 50, $"{scrapes} scrapes");
        Assert.DoesNotContain((await ScrapeAsync()).Samples, sample => sample["domain"].StartsWith("fly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_thousand_scrapes_with_failures_hold_no_more_files_threads_or_memory()
    {
        await TinyDomains.CreateAsync(host.Libvirt, 2, "steady");
        await ScrapesAsync(500);
        var (files, threads, resident) = Held();
        for (var failure = 0; failure < 3; failure++)
        {
            await host.Libvirt.KillAsync();
            await ScrapesAsync(250);
            await host.Libvirt.RestartAsync();
            await ScrapesAsync(250);
        }

        var (filesAfter, threadsAfter, residentAfter) = Held();
        Report.Line($"stuck: 2,000 scrapes, 750 of them without a daemon: files {files} then {filesAfter}, threads {threads} then {threadsAfter}, resident {resident / 1048576.0:0.0} then {residentAfter / 1048576.0:0.0} MiB");
        // The thread pool breathes; a leak of one per scrape or failure would show far above this.
        Assert.InRange(filesAfter, 0, files + 3);
        Assert.InRange(threadsAfter, 0, threads + 6);
        Assert.InRange(residentAfter, 0, resident + (8 * 1024 * 1024));
    }

    private async Task<string> StartOnAsync(string storage)
    {
        var code = await host.Folder.WriteAsync(Path.Combine("guests", "code.fd"), new string('0', 4096));
        var file = await host.Folder.WriteAsync(Path.Combine("guests", "hanging.xml"), $"""
            <domain type='qemu'>
              <name>hanging</name>
              <memory unit='MiB'>64</memory>
              <vcpu>1</vcpu>
              <os>
                <type arch='x86_64' machine='q35'>hvm</type>
                <loader readonly='yes' type='pflash'>{code}</loader>
                <nvram template='{storage}'>{host.Folder.PathOf("guests", "hanging-vars.fd")}</nvram>
              </os>
              <features><acpi/></features>
              <devices><controller type='usb' model='none'/></devices>
            </domain>
            """);
        try
        {
            return await host.Libvirt.Virsh.RunAsync(["create", "--paused", file], TimeSpan.FromMinutes(2));
        }
        catch (LabException exception)
        {
            return exception.Message;
        }
    }

    private static async Task<bool> IsLateAsync(Task<string> command)
    {
        try
        {
            await command;
            return false;
        }
        catch (LabException)
        {
            return true;
        }
    }

    // Domains whose balloon was really read just now.
    private static HashSet<string> ReadIn(MetricsPage page) =>
        [.. page.All("balloon_domain_scrape_success").Where(sample => sample.Value == 1).Select(sample => sample["domain"])];

    private async Task ScrapesAsync(int count)
    {
        for (var scrape = 0; scrape < count; scrape++)
            await ScrapeAsync();
    }

    private async Task<MetricsPage> ScrapeAsync()
    {
        using var client = new HttpClient { BaseAddress = _exporter!.Address, Timeout = TimeSpan.FromSeconds(ScrapeTimeoutSeconds) };
        client.DefaultRequestHeaders.Add("X-Prometheus-Scrape-Timeout-Seconds", "5");
        using var answer = await client.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return MetricsPage.Parse(await answer.Content.ReadAsStringAsync());
    }

    private (int Files, int Threads, long Resident) Held() => (
        ProcFile.OpenFiles(_exporter!.ProcessId)!.Value,
        Directory.GetDirectories($"/proc/{_exporter.ProcessId}/task").Length,
        _exporter.ResidentBytes);

    private void Freeze(string domain) => Freeze(host.Libvirt.QemuProcessId(domain));

    private void Freeze(int processId)
    {
        Assert.True(Signals.SendStop(processId));
        _frozen.Add(processId);
    }

    private void Thaw()
    {
        _frozen.ForEach(processId => Assert.True(Signals.SendContinue(processId)));
        _frozen.Clear();
    }
}

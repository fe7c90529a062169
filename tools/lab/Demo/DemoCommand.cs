using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BalloonExporter.Lab.Demo;

/// <summary>Sets the whole loop up, shows it, takes it down.</summary>
internal sealed class DemoCommand(DemoOptions options)
{
    private const int GuestCount = 4;
    private const string Budget = "3GiB";
    private readonly StepLog _steps = new();
    private readonly LoopProof _proof = new();

    public async Task<int> RunAsync()
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndPolitely);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndPolitely);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, EndPolitely);
        try
        {
            return options.Uri is null ? await ShowLabAsync(stop.Token) : await ObserveAsync(options.Uri, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _steps.Say("interrupted before everything was up; all is taken down");
            return 1;
        }
        catch (LabException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }

        void EndPolitely(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private async Task<int> ShowLabAsync(CancellationToken stop)
    {
        await using (var folder = await LabFolder.CreateAsync())
        {
            _steps.Say("building the guests' image (a download of 27 MB the first time)");
            await GuestImage.BuildAsync(stop);
            _steps.Say("starting a private libvirt daemon");
            await using var libvirt = await PrivateLibvirt.StartAsync(folder, cancel: stop);
            _steps.Say($"starting {GuestCount} guests of 1 GiB");
            var guests = await Guest.StartAllAsync(libvirt, Enumerable.Range(1, GuestCount).Select(i => new GuestOptions($"guest-{i}")), stop);
            var load = new GuestLoad(guests);
            var customers = await DemoCustomerPage.PrepareAsync(folder, options.Exporter, libvirt.Uri);
            var exporter = new ExporterOptions(libvirt.Uri) { Mode = "act", Budget = Budget, Arguments = customers.Flags };
            await ShowAsync(folder, exporter, load.Doing, libvirt.Virsh, ReadyAsync, load.RunAsync, stop);
            _steps.Say("taking everything down");
            if (load.Killed > 0)
                Console.WriteLine($"  note: {load.Killed} times a guest had no memory for its work");

            async Task<IReadOnlyList<string>> ReadyAsync()
            {
                await Task.WhenAll(guests.Select(guest => guest.WaitForStatisticsAsync(stop)));
                return await customers.TellAsync("guest-1", stop);
            }
        }

        _steps.Say(_proof.Closed ? "the loop closed:" : "the loop did NOT close:");
        foreach (var leg in _proof.Legs())
            Console.WriteLine(leg);
        return _proof.Closed ? 0 : 1;
    }

    private async Task<int> ObserveAsync(string uri, CancellationToken stop)
    {
        var seen = 0;
        await using (var folder = await LabFolder.CreateAsync())
        {
            _steps.Say($"observing {uri}: nothing is moved");
            var exporter = new ExporterOptions(uri) { Mode = "observe", Grace = null, Floor = null };
            seen = await ShowAsync(folder, exporter, _ => "", null, () => Task.FromResult<IReadOnlyList<string>>([]), null, stop);
            _steps.Say("taking everything down");
        }

        _steps.Say(seen > 0 ? $"{uri} was observed" : $"libvirt could not be observed at {uri}");
        return seen > 0 ? 0 : 1;
    }

    /// <remarks><c>ready</c> waits for the guests, and returns what else is told of the pages.</remarks>
    /// <returns>How many snapshots could be taken while libvirt answered.</returns>
    private async Task<int> ShowAsync(
        LabFolder folder,
        ExporterOptions exporterOptions,
        Func<string, string> doing,
        Virsh? witness,
        Func<Task<IReadOnlyList<string>>> ready,
        Func<CancellationToken, Task>? load,
        CancellationToken stop)
    {
        var token = await folder.WriteAsync("token", RandomNumberGenerator.GetHexString(32, lowercase: true));
        _steps.Say($"starting the exporter in {exporterOptions.Mode} mode");
        await using var exporter = await ExporterProcess.StartAsync(folder, options.Exporter, exporterOptions with { TokenFile = token }, stop);
        var decisions = new DecisionLog();
        decisions.Follow(exporter);
        _steps.Say("starting Alertmanager and Prometheus");
        await using var alertmanager = await AlertmanagerServer.StartAsync(folder, new AlertmanagerOptions(exporter.FeedbackAddress, token), stop);
        var scraping = new PrometheusOptions { Targets = [exporter.Address], Alertmanagers = [alertmanager.Address] };
        await using var prometheus = await PrometheusServer.StartAsync(folder, scraping, stop);
        // A libvirt that cannot be reached has no plan, but is worth showing.
        var awaited = load is null ? "balloon_libvirt_up" : "balloon:host_level:number";
        await prometheus.WaitForAsync(awaited, answer => answer.Count > 0, TimeSpan.FromSeconds(40), stop);
        var more = await ready();
        foreach (var server in DemoLinks.Of(exporter.Address, prometheus.Address, alertmanager.Address).GroupBy(link => link.Server))
            Console.WriteLine($"    {server.Key,-14} {string.Join(", ", server.Select(link => $"{link.What}: {link.Address}"))}");
        Console.WriteLine($"    the operator's page: {new Uri(exporter.Address, "/ui/")}, its key is in {token}");
        foreach (var line in more)
            Console.WriteLine($"    {line}");
        _steps.Say(options.For is { } time ? $"everything is up; the show runs for {time.TotalSeconds:0} s" : "everything is up; Ctrl-C ends the show");

        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (options.For is { } limit)
            end.CancelAfter(limit);
        var working = load is null ? Task.CompletedTask : load(end.Token);
        var observer = new Observer(exporter, prometheus, decisions, doing);
        IDisplay display = Console.IsOutputRedirected ? new LineDisplay() : new TableDisplay();
        var seen = 0;
        try
        {
            await display.ShowAsync(SnapshotsAsync(end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException && end.IsCancellationRequested)
        {
            // The time is up, in the middle of a reading.
        }

        await end.CancelAsync();
        try
        {
            await working;
        }
        catch (OperationCanceledException)
        {
            // Interrupted at work, as meant.
        }

        return seen;

        async IAsyncEnumerable<Snapshot> SnapshotsAsync([EnumeratorCancellation] CancellationToken cancel)
        {
            while (!cancel.IsCancellationRequested)
            {
                if (exporter.HasExited)
                    throw new LabException($"the exporter ended with code {exporter.ExitCode}\n{exporter.LogTail}");
                var snapshot = await observer.TakeAsync(cancel);
                if (snapshot.Host.IsLibvirtUp)
                    seen++;
                if (witness is not null)
                    _proof.Observe(snapshot, await witness.StatisticsAsync(cancel));
                yield return snapshot;
                await Task.Delay(TimeSpan.FromSeconds(1), cancel);
            }
        }
    }
}

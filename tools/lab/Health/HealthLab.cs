using System.Diagnostics;

namespace BalloonExporter.Lab.Health;

/// <summary>Where the alerts are provoked: guests on one private daemon, and the exporters that watch them.</summary>
internal sealed class HealthLab(PrivateLibvirt libvirt, string binary) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<Guest> _guests = [];
    private readonly List<ExporterProcess> _exporters = [];

    public PrivateLibvirt Libvirt => libvirt;

    public IEnumerable<Uri> Targets => _exporters.Select(exporter => exporter.Address);

    public async Task<ExporterProcess> StartExporterAsync(ExporterOptions options)
    {
        var exporter = await ExporterProcess.StartAsync(libvirt.Folder, binary, options with { Grace = "5s" });
        _exporters.Add(exporter);
        return exporter;
    }

    /// <summary>An exporter that may move the memory of some domains, and of no others, so that exporters do not get into each other's way.</summary>
    public async Task<ExporterProcess> StartActingExporterAsync(string domains, params IReadOnlyList<string> arguments) =>
        await StartExporterAsync(new ExporterOptions(libvirt.Uri)
        {
            Mode = "act",
            TokenFile = await libvirt.Folder.WriteAsync("health-token", "correct-horse-battery-staple\n"),
            // Otherwise it would have silent guests asked for statistics.
            // A runtime folder of its own: the lock of act mode is for exporters of the same domains.
            Arguments = [$"--domain.include={domains}", "--guest-stats.period=0", $"--runtime.path={libvirt.Folder.PathOf($"run-{_exporters.Count}")}", .. arguments],
        });

    public async Task<IReadOnlyList<Guest>> StartGuestsAsync(params IReadOnlyList<GuestOptions> options)
    {
        var guests = await Guest.StartAllAsync(libvirt, options);
        _guests.AddRange(guests);
        return guests;
    }

    /// <summary>The one program for everything: runs a command of it and waits for its end.</summary>
    public Task<string> RunAsync(params IReadOnlyList<string> arguments) => ShortCommand.RunAsync(binary, arguments, TimeSpan.FromSeconds(15));

    /// <summary>Looks at an exporter's page until it says what it should.</summary>
    public static async Task UntilAsync(string what, ExporterProcess exporter, Func<MetricsPage, bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition(await exporter.MetricsAsync()))
        {
            if (watch.Elapsed > Patience)
                throw new LabException($"{what}: not within {Patience.TotalSeconds} s\n{exporter.LogTail}");
            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }
    }

    /// <summary>Waits until a guest's memory may be moved.</summary>
    public static Task ManagedAsync(ExporterProcess exporter, Guest guest) => UntilAsync($"{guest.Name} managed", exporter, page =>
        page.Find("balloon_domain_managed", ("domain", guest.Name)) == 1 && page.Find("balloon_domain_working_set_bytes", ("domain", guest.Name)) is not null);

    public async ValueTask DisposeAsync()
    {
        foreach (var part in (IEnumerable<IAsyncDisposable>)[.. _exporters, .. _guests])
            await part.DisposeAsync();
    }
}

using System.Globalization;

namespace BalloonExporter.Lab.Health;

/// <summary>
/// Hosts short of memory: exporters that look on, with budgets that the guests use up. So little is left of them that these have to
/// happen while all guests are at rest.
/// </summary>
internal sealed class HostScenarios
{
    private const int BallastMib = 1300;

    // Between the marks of CRIT (4.5 %) and RED (6 %), nearer to the latter: guests grow rather than shrink.
    private const double RedShare = 0.056;

    // All is used, and more.
    private const double CriticalShare = -0.1;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly Uri _red;

    private HostScenarios(Uri red, Uri critical)
    {
        _red = red;
        Critical = critical;
    }

    /// <summary>The exporter whose guests use more than their budget.</summary>
    public Uri Critical { get; }

    /// <summary>After all guests: what they occupy makes the budgets.</summary>
    public static async Task<HostScenarios> StartAsync(HealthLab lab)
    {
        // So much that a little more or less of the others changes no level; in use, so that nothing can be taken from it.
        var ballast = (await lab.StartGuestsAsync(new GuestOptions("ballast") { MemoryMib = 1536 }))[0];
        await ballast.FillAsync("ballast", BallastMib);
        var residentKib = await ResidentAtRestKibAsync(lab);
        return new HostScenarios(await StartAsync(lab, residentKib, RedShare), await StartAsync(lab, residentKib, CriticalShare));
    }

    public IReadOnlyList<Scenario> All =>
    [
        Scenario.Given("an exporter that looks on, its guests use all but 5.6 % of its budget", new AwaitedAlert("BalloonHostRed", _red), new AwaitedAlert("BalloonDryRun", _red)),
        Scenario.Given("an exporter that looks on, its guests use more than its budget",
            new AwaitedAlert("BalloonHostCritical", Critical), new AwaitedAlert("BalloonOvercommitUnrecoverable", Critical)),
    ];

    private static async Task<Uri> StartAsync(HealthLab lab, long residentKib, double availableShare)
    {
        var budget = string.Create(CultureInfo.InvariantCulture, $"{(long)(residentKib / (1 - availableShare))}KiB");
        return (await lab.StartExporterAsync(new ExporterOptions(lab.Libvirt.Uri) { Budget = budget })).Address;
    }

    private static async Task<long> ResidentAtRestKibAsync(HealthLab lab)
    {
        var beforeKib = 0L;
        while (true)
        {
            var nowKib = (await lab.Libvirt.Virsh.StatisticsAsync()).Sum(domain => domain.ResidentKib ?? 0);
            if (Math.Abs(nowKib - beforeKib) < 1024)
                return nowKib;
            beforeKib = nowKib;
            await Task.Delay(Pause);
        }
    }
}

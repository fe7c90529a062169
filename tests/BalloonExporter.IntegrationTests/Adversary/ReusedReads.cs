using System.Diagnostics;
using BalloonExporter.Lab;
using LibvirtSharp;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>
/// Compares scrapes with what libvirt answers at the same time: before the scrape and after it. A figure may be either, and while it moves
/// between the two, anything; all others have to be the same.
/// </summary>
internal sealed class ReusedReads(string uri) : IDisposable
{
    private const double Kib = 1024;

    // Shorter than the pause between two changes of the same domain: within it none goes there and back.
    private static readonly TimeSpan LongestPair = TimeSpan.FromSeconds(1);

    // Sample times are whole seconds, and the last second of a sample that ages can be on either side of its limit.
    private static readonly (string Series, Func<BalloonStats, double?> Of)[] Figures =
    [
        ("balloon_domain_memory_current_bytes", stats => stats.CurrentKib * Kib),
        ("balloon_domain_memory_maximum_bytes", stats => stats.MaximumKib * Kib),
        ("balloon_domain_guest_stats_last_update_timestamp_seconds", stats => stats.LastUpdateUnixSeconds is > 0 and var second ? second : null),
        ("balloon_domain_guest_memory_total_bytes", stats => stats.AvailableKib * Kib),
        ("balloon_domain_guest_memory_usable_bytes", stats => stats.UsableKib * Kib),
        ("balloon_domain_guest_memory_unused_bytes", stats => stats.UnusedKib * Kib),
        ("balloon_domain_guest_disk_caches_bytes", stats => stats.DiskCachesKib * Kib),
        ("balloon_domain_guest_swap_in_bytes_total", stats => stats.SwapInKib * Kib),
        ("balloon_domain_guest_swap_out_bytes_total", stats => stats.SwapOutKib * Kib),
        ("balloon_domain_guest_major_page_faults_total", stats => stats.MajorFaults),
        ("balloon_domain_guest_minor_page_faults_total", stats => stats.MinorFaults),
    ];

    private readonly LibvirtConnection _connection = LibvirtConnection.OpenReadOnly(uri);

    /// <summary>Figures compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Of these, those that moved between the two answers of libvirt.</summary>
    public int Moved { get; private set; }

    /// <summary>Domains that came, went, or changed their state between the two.</summary>
    public int Changed { get; private set; }

    /// <summary>Pairs during which a domain may have changed twice.</summary>
    public int TooLong { get; private set; }

    /// <summary>Figures of a scrape that are neither what libvirt answered before it nor what it answered after it.</summary>
    public List<string> Different { get; } = [];

    /// <summary>Durations of the scrapes.</summary>
    public List<TimeSpan> Durations { get; } = [];

    /// <summary>One scrape between two answers of libvirt.</summary>
    public async Task CompareAsync(ExporterProcess exporter)
    {
        var pair = Stopwatch.StartNew();
        var before = Ask();
        var watch = Stopwatch.StartNew();
        var page = await exporter.MetricsAsync();
        Durations.Add(watch.Elapsed);
        var after = Ask();
        if (pair.Elapsed > LongestPair)
        {
            TooLong++;
            return;
        }

        foreach (var (name, earlier) in before)
        {
            if (!after.TryGetValue(name, out var later) || earlier.State?.State.Raw != later.State?.State.Raw)
            {
                Changed++;
                continue;
            }

            Compare(name, "balloon_domain_state", page, earlier.State?.State.Raw, later.State?.State.Raw);
            if (earlier.Balloon is { } one && later.Balloon is { } other)
            {
                foreach (var (series, of) in Figures)
                    Compare(name, series, page, of(one), of(other));
            }
        }
    }

    public void Dispose() => _connection.Dispose();

    private Dictionary<string, DomainStats> Ask() => _connection
        .GetAllDomainStats(DomainStatsGroups.State | DomainStatsGroups.Balloon, DomainStatsFlags.NoWait | DomainStatsFlags.Active)
        .ToDictionary(stats => stats.Name);

    private void Compare(string name, string series, MetricsPage page, double? before, double? after)
    {
        // What a busy monitor did not tell, or what is not shown because it is old, cannot be compared.
        if (before is not { } one || after is not { } other || page.Find(series, ("domain", name)) is not { } shown)
            return;
        Compared++;
        if (one != other)
            Moved++;
        else if (shown != one)
            Different.Add($"{series} of {name}: {shown}, libvirt has {one} before and after");
    }
}

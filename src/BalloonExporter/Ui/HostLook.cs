using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Engine;
using BalloonExporter.Options;

namespace BalloonExporter.Ui;

/// <summary>Reads the host for the pages: however many look, libvirt is asked once in some seconds.</summary>
internal sealed class HostLook(
    SharedReader reader, StatusEndpoint status, DomainsEndpoint domains, RecentDecisions recent, ExporterOptions options, SteadyClock clock)
{
    // Pages ask each five seconds. What changes by itself faster than that is not told from the read.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Weak: while no page is open nothing of it stays in memory.
    private readonly WeakReference<HostSnapshot> _last = new(null!);

    /// <summary>The host as it is, or was a moment ago.</summary>
    public async Task<HostSnapshot> ReadAsync(CancellationToken aborted)
    {
        if (_last.TryGetTarget(out var last) && clock.Now - last.TakenAt is { Ticks: >= 0 } age && age < Kept)
            return last;
        var snapshot = await reader.ReadAsync(Patience, aborted);
        // A read that has not ended is not kept.
        if (snapshot.LibvirtUp)
            _last.SetTarget(snapshot);
        return snapshot;
    }

    /// <summary>Has the next look read the host anew: something was changed.</summary>
    public void Forget() => _last.SetTarget(null!);

    /// <summary>What the page of the host shows.</summary>
    public async Task<HostView> LookAsync(CancellationToken aborted)
    {
        var snapshot = await ReadAsync(aborted);
        return new HostView
        {
            Status = status.Of(snapshot),
            Domains = domains.Of(snapshot).Domains,
            LastMoves = recent.NewestFirst().Where(each => each.IsMove).Select(each => each.ForCallers).OfType<DecisionRecord>()
                .Where(each => each.Uuid is not null).DistinctBy(each => each.Uuid).ToDictionary(each => each.Uuid!, DecisionEntry.Of),
            BudgetBytes = Kib.ToBytes(options.MemoryBudgetKib),
            Now = clock.WallTime,
        };
    }
}

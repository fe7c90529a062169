using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Core.Tests.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Replays;

/// <summary>
/// smol-machines/smolvm #697: a guest whose processors were idle was reclaimed from as if all that it did not run were free. Its memory was pinned,
/// and its kernel killed its programs.
/// </summary>
public sealed class PinnedMemoryReplays
{
    // Ours: what counts is the guest's MemAvailable, which has neither pinned pages nor files in memory (tmpfs), however idle the guest is. The others give.
    [Theory]
    [InlineData(HostLevel.Red)]
    [InlineData(HostLevel.Crit)]
    public void Memory_that_is_pinned_is_not_taken_although_it_looks_like_cache(HostLevel level)
    {
        var seen = new Seen { Level = level, Host = AHost(64 * GiB, 2 * GiB) };
        var pinned = Seen.Domain(1, 4 * GiB, (long)(3.6 * GiB));
        var sample = pinned.Guest! with { UnusedKib = 100 * MiB, DiskCachesKib = 3 * GiB };
        var estimator = new WorkingSetEstimator();
        estimator.ObserveBalloon(Noon, 4 * GiB);
        estimator.ObserveSample(sample, 4 * GiB, 4 * GiB, autoDeflate: false);
        pinned = pinned with { Guest = sample, WorkingSet = estimator.WorkingSet };
        var idle = Seen.Domain(2, 4 * GiB, GiB / 2);

        var requests = HostEmergency.Requests(seen.Look(pinned, idle));

        Assert.Contains(requests, request => request.Uuid == idle.Uuid && request.TargetKib < 4 * GiB);
        Assert.DoesNotContain(requests, request => request.Uuid == pinned.Uuid && request.TargetKib < (long)(3.6 * GiB));
        Assert.NotNull(pinned.WorkingSet);
    }
}

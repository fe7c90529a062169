using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Core.Tests.GuardRails;
using BalloonExporter.Core.Tests.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Replays;

/// <summary>
/// arcboxlabs/arcbox #390: an idle guest of 16 GB was shrunk to 128 MB whatever it used, and for 18 hours it did nothing but look for free pages.
/// home-assistant/operating-system #4805: a guest that got its configured minimum needed more, nothing ever gave it back, and all it did was reclaim.
/// </summary>
public sealed class LivelockReplays
{
    private readonly Seen _seen = new();

    // Ours: a target below the floor is refused, and one above it is raised to what the guest uses now.
    [Fact]
    public void An_idle_guest_is_not_shrunk_below_what_it_uses()
    {
        var idle = new Situation { Policy = new EffectivePolicy(GiB, 4 * GiB, 1000), Host = AHost(64 * GiB, 3 * GiB) }
            .With(domain => domain with { WorkingSet = new WorkingSet(2 * GiB, Noon - TimeSpan.FromSeconds(1)) });

        (idle with { Request = Asking(128 * MiB) }).IsRefused(DecisionReason.BelowFloor);
        var decision = (idle with { Request = Asking(GiB) }).Decide();
        Assert.InRange(decision.ToKib!.Value, 2 * GiB, 4 * GiB);
    }

    // Ours: a driver that gets no further is told to stay where it is, so it stops looking.
    [Fact]
    public void A_balloon_that_finds_no_free_page_is_told_to_stop()
    {
        var domain = Seen.Domain(1, 4 * GiB, (long)(3.8 * GiB));
        _seen.Ledger.Observe(domain, Noon - TimeSpan.FromSeconds(9), _seen.Limits);
        _seen.Told(domain, 128 * MiB, Noon - TimeSpan.FromSeconds(8));
        var stuck = domain with { CurrentKib = (long)(3.9 * GiB) };
        foreach (var ago in (int[])[7, 5, 3, 1])
            _seen.Ledger.Observe(stuck, Noon - TimeSpan.FromSeconds(ago), _seen.Limits);

        var request = Assert.Single(Recovery.Releases(_seen.Look(stuck)));

        Assert.Equal((stuck.CurrentKib!.Value, ReflexCause.Stalled), (request.TargetKib, request.Cause));
    }

    // Ours: need counts, not the way a guest came to its minimum. On a host that is short it is what the guest needs to live.
    [Theory]
    [InlineData(0.5, 200)]
    [InlineData(0.15, 200)]
    [InlineData(0.1, 32)]
    public void A_guest_at_its_minimum_that_needs_more_gets_it_at_once(double hostAvailable, int leastMiB)
    {
        _seen.Host = AHost(64 * GiB, (long)(64 * GiB * hostAvailable));
        var atMinimum = Seen.Domain(1, GiB, GiB - (20 * MiB));
        atMinimum = atMinimum with { Facts = atMinimum.Facts with { HasManagedMarker = false } };

        var request = Assert.Single(_seen.Rescues(atMinimum));

        Assert.InRange(request.TargetKib, GiB + (leastMiB * MiB), 4 * GiB);
    }
}

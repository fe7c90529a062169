using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Needs;

public sealed class FoundSwapTests
{
    private static readonly Limits Limits = new();

    // A fifth of 4 GiB.
    private const long AssumedKib = (long)(4 * GiB * 0.20);

    private static readonly SwapProbe Probe = new(Noon, 2 * GiB, 0);

    [Fact]
    public void Undeclared_swap_is_found_when_the_guest_swaps()
    {
        Assert.False(Seen(0, outKib: 4 * MiB - 1).Exists);
        Assert.True(Seen(0, outKib: 4 * MiB).Exists);
        Assert.Equal((null, true), (Seen(0, outKib: 4 * MiB - 1).RoomFound(Noon), Seen(0, outKib: 4 * MiB).RoomFound(Noon)));
    }

    [Fact]
    public void A_take_into_swap_that_shows_there_is_followed_by_larger_ones()
    {
        var found = Seen(1, outKib: 40 * MiB, before: FoundSwap.Unknown with { Probe = Probe });

        Assert.Null(found.Probe);
        Assert.Equal((64 * MiB, (long)(4 * GiB * 0.05)), (FoundSwap.Unknown.StepKib(4 * GiB, Limits), found.StepKib(4 * GiB, Limits)));
        Assert.Equal(AssumedKib - (40 * MiB), found.RoomKib(4 * GiB, Limits, Noon));
    }

    [Fact]
    public void A_take_into_swap_that_leads_nowhere_shows_that_there_is_none()
    {
        Assert.NotNull(Seen(1, before: FoundSwap.Unknown with { Probe = Probe }).Probe);

        var found = Seen(2, before: FoundSwap.Unknown with { Probe = Probe });

        Assert.Null(found.Probe);
        Assert.Equal((false, (bool?)null), (found.RoomFound(Noon + TimeSpan.FromMinutes(59)), found.RoomFound(Noon + TimeSpan.FromMinutes(61))));
        Assert.Equal(0, found.RoomKib(4 * GiB, Limits, Noon + TimeSpan.FromMinutes(59)));
        Assert.Equal(AssumedKib, found.RoomKib(4 * GiB, Limits, Noon + TimeSpan.FromMinutes(61)));
    }

    [Fact]
    public void A_balloon_that_has_arrived_found_free_memory_and_shows_nothing() =>
        Assert.Equal(AssumedKib, Seen(2, currentKib: 2 * GiB, before: FoundSwap.Unknown with { Probe = Probe }).RoomKib(4 * GiB, Limits, Noon));

    [Fact]
    public void Of_a_full_swap_a_fifth_of_what_the_guest_wants_is_to_come_back()
    {
        var swapping = Seen(1, outKib: 500 * MiB);

        var full = Seen(4, outKib: 500 * MiB, before: swapping with { Probe = Probe with { SwapOutKib = 500 * MiB } });

        Assert.Equal(-100 * MiB, full.RoomKib(4 * GiB, Limits, Noon), MiB / 100.0);
    }

    [Theory]
    [InlineData(504, 0)]
    [InlineData(500, 251)]
    public void A_full_swap_has_room_again_when_the_guest_swaps_or_half_of_it_came_back(long outMib, long inMib)
    {
        var full = FoundSwap.Unknown with { Full = new SwapFull(Noon + TimeSpan.FromHours(1), 500 * MiB, 500 * MiB) };

        Assert.NotNull(Seen(1, outKib: 500 * MiB, before: full).Full);
        Assert.Null(Seen(1, outKib: outMib * MiB, inKib: inMib * MiB, before: full).Full);
    }

    [Fact]
    public void Swap_that_a_guest_with_room_leaves_alone_for_ten_seconds_is_not_owed_to_it()
    {
        var swapped = Seen(0, outKib: GiB, usableKib: 100 * MiB);

        Assert.Equal(GiB, Seen(9, outKib: GiB, usableKib: 100 * MiB, before: swapped).OwedKib);
        var settled = Seen(10, outKib: GiB, usableKib: 100 * MiB, before: swapped);
        Assert.Equal((0, GiB), (settled.OwedKib, settled.SettledKib));
        // How much of it there still is, is unknown: small steps.
        Assert.Equal(64 * MiB, settled.StepKib(4 * GiB, Limits));
        Assert.Equal(GiB, Seen(10, outKib: GiB, usableKib: MiB, before: swapped).OwedKib);
        Assert.Equal(GiB - MiB, Seen(10, outKib: GiB, inKib: MiB, usableKib: 100 * MiB, before: swapped).OwedKib);
    }

    [Fact]
    public void A_guest_that_grows_into_its_swap_has_the_growth_of_twenty_seconds_less_room()
    {
        var before = Seen(0, outKib: 100 * MiB);

        var growing = Seen(2, outKib: 120 * MiB, before: before);

        Assert.Equal(AssumedKib - (120 * MiB) - (200 * MiB), growing.RoomKib(4 * GiB, Limits, Noon));
        // What is pushed out is no growth.
        Assert.Equal(AssumedKib - (120 * MiB), Seen(2, outKib: 120 * MiB, before: before, workingSetKib: GiB - (20 * MiB)).RoomKib(4 * GiB, Limits, Noon));
    }

    [Fact]
    public void A_guest_that_does_not_report_swap_shows_nothing()
    {
        var domain = ADomain() with { Guest = ADomain().Guest! with { SwapOutKib = null } };

        Assert.Equal(FoundSwap.Unknown with { Probe = Probe }, (FoundSwap.Unknown with { Probe = Probe }).After(domain, Noon + TimeSpan.FromMinutes(1), Limits));
    }

    private static FoundSwap Seen(
        double atSeconds, long outKib = 0, long inKib = 0, long currentKib = 3 * GiB, long usableKib = 1, FoundSwap? before = null, long workingSetKib = GiB)
    {
        var at = Noon + TimeSpan.FromSeconds(atSeconds);
        var domain = ADomain() with
        {
            CurrentKib = currentKib,
            WorkingSet = new WorkingSet(workingSetKib, at),
            Guest = new GuestStatistics { SampledAt = at, UsableKib = usableKib, SwapOutKib = outKib, SwapInKib = inKib },
        };
        return (before ?? FoundSwap.Unknown).After(domain, at, Limits);
    }
}

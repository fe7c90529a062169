namespace LibvirtSharp.Tests.Statistics;

public sealed class DecoderTests
{
    [Fact]
    public void Every_balloon_field_finds_its_property()
    {
        using var parameters = new NativeParameters()
            .ULLong("balloon.current", 1)
            .ULLong("balloon.maximum", 2)
            .ULLong("balloon.swap_in", 3)
            .ULLong("balloon.swap_out", 4)
            .ULLong("balloon.major_fault", 5)
            .ULLong("balloon.minor_fault", 6)
            .ULLong("balloon.unused", 7)
            .ULLong("balloon.available", 8)
            .ULLong("balloon.usable", 9)
            .ULLong("balloon.last-update", 10)
            .ULLong("balloon.disk_caches", 11)
            .ULLong("balloon.hugetlb_pgalloc", 12)
            .ULLong("balloon.hugetlb_pgfail", 13)
            .ULLong("balloon.rss", 14);

        var statistics = parameters.Decode();

        Assert.Equal(
            new BalloonStats
            {
                CurrentKib = 1,
                MaximumKib = 2,
                SwapInKib = 3,
                SwapOutKib = 4,
                MajorFaults = 5,
                MinorFaults = 6,
                UnusedKib = 7,
                AvailableKib = 8,
                UsableKib = 9,
                LastUpdateUnixSeconds = 10,
                DiskCachesKib = 11,
                HugetlbAllocations = 12,
                HugetlbAllocationFailures = 13,
                RssKib = 14,
            },
            statistics.Balloon);
        Assert.Empty(statistics.Other);
    }

    [Fact]
    public void A_guest_without_a_driver_has_four_fields_and_the_rest_is_null_not_zero()
    {
        using var parameters = new NativeParameters()
            .Int("state.state", 1)
            .Int("state.reason", 1)
            .ULLong("balloon.current", 65536)
            .ULLong("balloon.maximum", 65536)
            .ULLong("balloon.last-update", 0)
            .ULLong("balloon.rss", 36532);

        var statistics = parameters.Decode();

        Assert.Equal(
            new BalloonStats { CurrentKib = 65536, MaximumKib = 65536, LastUpdateUnixSeconds = 0, RssKib = 36532 }, statistics.Balloon);
        Assert.Equal(new DomainStateStats(DomainState.Running, 1), statistics.State);
    }

    [Fact]
    public void The_largest_number_is_kept_whole()
    {
        using var parameters = new NativeParameters().ULLong("balloon.swap_in", ulong.MaxValue);

        Assert.Equal(ulong.MaxValue, parameters.Decode().Balloon!.SwapInKib);
    }

    [Fact]
    public void A_balloon_field_from_the_future_is_kept_among_the_others()
    {
        using var parameters = new NativeParameters().ULLong("balloon.current", 1).ULLong("balloon.free_page_reports", 7);

        var statistics = parameters.Decode();

        Assert.Equal(new BalloonStats { CurrentKib = 1 }, statistics.Balloon);
        var other = Assert.Single(statistics.Other);
        Assert.Equal("balloon.free_page_reports", other.Name);
        Assert.Equal(7ul, other.UInt64);
    }

    [Fact]
    public void A_known_name_of_another_type_is_kept_among_the_others()
    {
        using var parameters = new NativeParameters()
            .Double("balloon.current", 1.5)
            .Text("balloon.rss", "much")
            .LLong("state.state", 1)
            .ULLong("balloon.maximum", 2);

        var statistics = parameters.Decode();

        Assert.Equal(new BalloonStats { MaximumKib = 2 }, statistics.Balloon);
        Assert.Null(statistics.State);
        Assert.Equal(["state.state", "balloon.current", "balloon.rss"], statistics.Other.Select(other => other.Name));
    }

    [Fact]
    public void A_name_that_only_begins_like_a_known_one_is_not_taken_for_it()
    {
        using var parameters = new NativeParameters().ULLong("balloon.currently", 1).ULLong("balloon", 2).Int("state.states", 3);

        var statistics = parameters.Decode();

        Assert.Equal(new BalloonStats(), statistics.Balloon);
        Assert.Null(statistics.State);
        Assert.Equal(3, statistics.Other.Count);
    }

    [Fact]
    public void A_name_that_fills_its_field_to_the_last_byte_is_read_to_the_end()
    {
        var name = new string('n', 80);
        using var parameters = new NativeParameters().Int(name, 1);

        Assert.Equal(name, Assert.Single(parameters.Decode().Other).Name);
    }

    [Fact]
    public void A_state_from_the_future_has_a_number_and_no_name()
    {
        using var parameters = new NativeParameters().Int("state.state", 42);

        var state = parameters.Decode().State!;

        Assert.Equal(42, state.State.Raw);
        Assert.Null(state.State.Known);
        Assert.Null(state.Reason);
    }

    [Fact]
    public void No_parameters_are_no_groups()
    {
        using var parameters = new NativeParameters();

        var statistics = parameters.Decode();

        Assert.Null(statistics.State);
        Assert.Null(statistics.Balloon);
        Assert.Empty(statistics.Other);
        Assert.Equal("synthetic", statistics.Name);
    }
}

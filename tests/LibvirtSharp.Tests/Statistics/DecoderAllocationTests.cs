namespace LibvirtSharp.Tests.Statistics;

public sealed class DecoderAllocationTests
{
    /// <summary>The three objects that come out: statistics, state, balloon (14 nullable numbers of 16 bytes).</summary>
    private const long ResultBytes = 450;

    [Fact]
    public void Decoding_allocates_the_result_and_nothing_per_field()
    {
        using var parameters = new NativeParameters()
            .Int("state.state", 1)
            .Int("state.reason", 1)
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
        var statistics = parameters.Decode(); // The first time pays for the runtime's own start.

        var before = GC.GetAllocatedBytesForCurrentThread();
        statistics = parameters.Decode();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        GC.KeepAlive(statistics);
        Assert.InRange(allocated, 1, ResultBytes);
    }
}

using LibvirtSharp.Native;

namespace LibvirtSharp.Tests.Statistics;

public sealed class MemoryStatsDecoderTests
{
    [Fact]
    public void Absent_is_null_and_a_tag_from_the_future_is_passed_over()
    {
        NativeMemoryStat[] statistics =
        [
            new() { Tag = 6, Value = 65536 },
            new() { Tag = 9, Value = 0 },
            new() { Tag = 13, Value = 1 },
            new() { Tag = 1000, Value = 1 },
            new() { Tag = -1, Value = 1 },
            new() { Tag = 7, Value = ulong.MaxValue },
        ];

        Assert.Equal(
            new BalloonStats { CurrentKib = 65536, LastUpdateUnixSeconds = 0, RssKib = ulong.MaxValue },
            BalloonStats.From(statistics));
    }
}

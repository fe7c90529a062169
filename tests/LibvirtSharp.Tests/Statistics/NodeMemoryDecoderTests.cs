using System.Text;
using LibvirtSharp.Native;

namespace LibvirtSharp.Tests.Statistics;

public sealed class NodeMemoryDecoderTests
{
    [Fact]
    public void Absent_is_null_and_an_unknown_name_is_passed_over()
    {
        NativeNodeMemoryStat[] statistics = [Stat("cached", 3), Stat("total", 1), Stat("shared", 9), Stat("free", 2)];

        Assert.Equal(new NodeMemory(TotalKib: 1, FreeKib: 2, BuffersKib: null, CachedKib: 3), NodeMemoryReader.Decode(statistics));
    }

    private static unsafe NativeNodeMemoryStat Stat(string name, ulong value)
    {
        var statistic = new NativeNodeMemoryStat { Value = value };
        Encoding.UTF8.GetBytes(name, new Span<byte>(statistic.Field, NativeNodeMemoryStat.FieldLength));
        return statistic;
    }
}

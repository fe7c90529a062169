using System.Text;
using BalloonExporter.Kernel;
using BalloonExporter.Tests.Libvirt;

namespace BalloonExporter.Tests.Kernel;

public sealed class KernelTextTests
{
    [Theory]
    [InlineData("VmSwap:\t  12 kB\n", "VmSwap", 12L)]
    [InlineData("VmSwap:12", "VmSwap", 12L)]
    [InlineData("oom 1\noom_kill 3\n", "oom_kill", 3L)]
    [InlineData("oom_kill 3\noom 1\n", "oom", 1L)]
    [InlineData("Name:\tVmSwap: 9\nVmSwap:\t1 kB\n", "VmSwap", 1L)]
    [InlineData("Node 1 MemTotal: 5 kB\n", "Node 1 MemTotal", 5L)]
    public void A_number_is_found_by_the_name_of_its_line(string text, string name, long value) => Assert.Equal(value, Value(text, name));

    [Theory]
    [InlineData("", "VmSwap")]
    [InlineData("VmSwap", "VmSwap")]
    [InlineData("VmSwap:", "VmSwap")]
    [InlineData("VmSwap:\tmuch kB\n", "VmSwap")]
    [InlineData("VmSwap:\t-1 kB\n", "VmSwap")]
    [InlineData("VmSwapped: 1 kB\n", "VmSwap")]
    [InlineData("NoVmSwap: 1 kB\n", "VmSwap")]
    [InlineData("VmSwapVmSwap: 1 kB\n", "VmSwap")]
    [InlineData("VmSwap: 99999999999999999999 kB\n", "VmSwap")]
    public void What_is_not_there_is_absent(string text, string name) => Assert.Null(Value(text, name));

    [Fact]
    public void Pressure_is_the_total_of_its_line()
    {
        var text = "some avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=250000\n"u8;

        Assert.Equal(TimeSpan.FromSeconds(1.5), KernelText.Pressure(text, "some"u8));
        Assert.Equal(TimeSpan.FromSeconds(0.25), KernelText.Pressure(text, "full"u8));
        Assert.Null(KernelText.Pressure(text, "none"u8));
        Assert.Null(KernelText.Pressure("some avg10=0.00\n"u8, "some"u8));
    }

    [Fact]
    public void Finding_numbers_leaves_no_garbage()
    {
        var text = File.ReadAllBytes(Fixture.PathOf("proc-domains/4711/status"));
        _ = KernelText.Value(text, "VmSwap"u8);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 1000; round++)
            _ = KernelText.Value(text, "VmSwap"u8);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static long? Value(string text, string name) => KernelText.Value(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(name));
}

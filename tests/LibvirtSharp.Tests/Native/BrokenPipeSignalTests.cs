using LibvirtSharp.Native;

namespace LibvirtSharp.Tests.Native;

/// <summary>
/// When the daemon dies, the next call writes into a broken pipe. That must be an exception and not the end of the process.
/// </summary>
public sealed class BrokenPipeSignalTests
{
    private const nint DefaultAction = 0;

    [Fact]
    public void After_initialising_the_signal_is_ignored()
    {
        Libvirt.Initialize();

        var ignored = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        Assert.True(BrokenPipeSignal.HasSignal(ignored.AsSpan("SigIgn:".Length), Libc.SigPipe), ignored);
    }

    [Fact]
    public void Where_the_runtime_has_not_ignored_it_the_binding_does()
    {
        _ = Libc.Signal(Libc.SigPipe, DefaultAction);
        try
        {
            Assert.False(BrokenPipeSignal.IsHarmless());
        }
        finally
        {
            BrokenPipeSignal.EnsureHarmless();
        }

        Assert.True(BrokenPipeSignal.IsHarmless());
    }

    [Theory]
    [InlineData("\t0000000000001000", true)]
    [InlineData("\tffffffffffffffff", true)]
    [InlineData("\t0000000000000000", false)]
    [InlineData("\tffffffffffffefff", false)]
    [InlineData("\tnot a number", false)]
    public void A_mask_is_read_as_the_kernel_writes_it(string mask, bool hasIt)
    {
        Assert.Equal(hasIt, BrokenPipeSignal.HasSignal(mask, 13));
    }
}

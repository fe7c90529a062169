using BalloonExporter.Kernel;

namespace BalloonExporter.Tests.Kernel;

public sealed class WakeSignalTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Without_a_signal_a_wait_runs_out()
    {
        var signal = new WakeSignal(TimeProvider.System);

        Assert.False(await signal.WaitAsync(Moment, default));
    }

    [Fact]
    public async Task A_signal_wakes_the_current_waiter_and_none_that_timed_out()
    {
        var signal = new WakeSignal(TimeProvider.System);
        for (var wait = 0; wait < 10; wait++)
            Assert.False(await signal.WaitAsync(Moment, default));
        var waiting = signal.WaitAsync(Long, default);

        signal.Tell();

        Assert.True(await waiting);
    }

    [Fact]
    public async Task Signals_without_a_waiter_wake_once()
    {
        var signal = new WakeSignal(TimeProvider.System);
        signal.Tell();
        signal.Tell();

        Assert.True(await signal.WaitAsync(Long, default));
        Assert.False(await signal.WaitAsync(Moment, default));
    }

    [Fact]
    public async Task A_stop_ends_the_wait()
    {
        var signal = new WakeSignal(TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var waiting = signal.WaitAsync(Long, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}

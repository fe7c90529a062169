namespace BalloonExporter.Kernel;

/// <summary>
/// Lets the kernel report within a fraction of a second when tasks wait for memory (<see
/// href="https://docs.kernel.org/accounting/psi.html">PSI monitors</see>). Without the permission nothing is reported.
/// </summary>
internal sealed partial class PressureTrigger(string file, WakeSignal signal, ILogger<PressureTrigger> log) : BackgroundService
{
    // 150 ms of waiting within two seconds; without root, windows must be multiples of two seconds.
    private static readonly byte[] Trigger = [.. "some 150000 2000000"u8, 0];

    private const int PatienceMilliseconds = 5000;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // poll blocks its thread. It is not awaited at the end either: the stop would have to wait for it.
        new Thread(() => Watch(stoppingToken)) { IsBackground = true, Name = "memory pressure" }.Start();
        return Task.CompletedTask;
    }

    private void Watch(CancellationToken stopping)
    {
        try
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.Write(handle, Trigger, 0);
            while (!stopping.IsCancellationRequested && PollCall.Wait(handle, PatienceMilliseconds) is { } told)
            {
                if (told)
                    signal.Tell();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // The memory files are read every second anyway.
            NotAllowed(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "The kernel does not report memory pressure to this process: it is looked at every second instead")]
    private partial void NotAllowed(string err);
}

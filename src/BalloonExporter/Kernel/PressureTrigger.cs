namespace BalloonExporter.Kernel;

/// <summary>
/// Has the kernel say when tasks wait for memory, within a fraction of a second
/// (<see href="https://docs.kernel.org/accounting/psi.html">PSI monitors</see>). Where it does not let this user, nothing is ever said.
/// </summary>
internal sealed partial class PressureTrigger(string file, PressureSignal signal, ILogger<PressureTrigger> log) : BackgroundService
{
    // 150 ms of waiting within two seconds; who is not root may only have windows of whole two seconds.
    private static readonly byte[] Trigger = [.. "some 150000 2000000"u8, 0];

    private const int PatienceMilliseconds = 5000;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // poll cannot be awaited. Nor is its end: a program that stops would have to wait for it.
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
            // The file is read every second all the same.
            NotAllowed(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The kernel does not tell of memory pressure by itself")]
    private partial void NotAllowed(string err);
}

namespace BalloonExporter.Hypervisor;

/// <summary>
/// How many calls to libvirt were given up and have not returned. Each holds one of the daemon's workers (twenty by default), so
/// there may be only so many. Shared by all sessions; thread-safe.
/// </summary>
internal sealed class HangingCalls
{
    /// <summary>At this many no further call is made.</summary>
    public const int Maximum = 8;

    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public bool TooMany => Count >= Maximum;

    /// <summary>Counts a call until it returns.</summary>
    public void Watch(Task call)
    {
        Interlocked.Increment(ref _count);
        call.ContinueWith(
            task =>
            {
                // Observed, so that a late failure of a call nobody waits for ends nowhere.
                _ = task.Exception;
                Interlocked.Decrement(ref _count);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}

namespace BalloonExporter.Libvirt;

/// <summary>
/// How many calls to libvirt were given up and have not returned. Each holds one of the daemon's workers (twenty by default), so
/// there may be only so many. Shared by all sessions; thread-safe.
/// </summary>
/// <param name="most">At so many no further call is made.</param>
internal sealed class HangingCalls(int most = HangingCalls.Maximum)
{
    /// <summary>The most for calls that wait for domains, unless said otherwise.</summary>
    public const int Maximum = 8;

    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public int Most => most;

    public bool TooMany => Count >= most;

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

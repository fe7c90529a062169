namespace BalloonExporter.Libvirt;

/// <summary>
/// Number of abandoned calls to libvirt that have not returned. Each blocks one of the daemon's workers (twenty by default), so their
/// number is limited. Shared by all sessions; thread-safe.
/// </summary>
/// <param name="most">With this many no further call is made.</param>
internal sealed class HangingCalls(int most = HangingCalls.Maximum)
{
    /// <summary>Default limit for calls that wait for domains.</summary>
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
                // Observes the exception of an abandoned call.
                _ = task.Exception;
                Interlocked.Decrement(ref _count);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}

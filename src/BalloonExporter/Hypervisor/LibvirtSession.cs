using LibvirtSharp;

namespace BalloonExporter.Hypervisor;

/// <summary>
/// One connection to libvirt that heals itself. Every call has a deadline: one that does not return in time is given up together
/// with its connection, and the next call opens a fresh one.
/// </summary>
/// <remarks>libvirt's calls cannot be cancelled, and a frozen QEMU or daemon can hold one for ever, so each runs on a thread of its own.</remarks>
internal abstract partial class LibvirtSession(ILogger log) : IDisposable
{
    // Each hanging call holds one of the daemon's twenty workers; a few frozen guests must not use them all up.
    private const int MaximumAbandoned = 4;

    private readonly Lock _lock = new();
    private SharedConnection? _current;
    private long _opened;
    private long _abandoned;
    private bool _down;
    private bool _disposed;

    /// <summary>Connections opened after the first one.</summary>
    public long Reconnects => Math.Max(0, Interlocked.Read(ref _opened) - 1);

    /// <summary>Calls given up at their deadline that have not returned yet.</summary>
    public long AbandonedCalls => Interlocked.Read(ref _abandoned);

    /// <summary>Runs a call against libvirt.</summary>
    /// <exception cref="TimeoutException">It did not return within the deadline, or too many others hang already.</exception>
    /// <exception cref="LibvirtException">libvirt refused, or cannot be reached.</exception>
    public async Task<T> CallAsync<T>(Func<LibvirtConnection, T> call, TimeSpan deadline, CancellationToken cancellation)
    {
        if (AbandonedCalls >= MaximumAbandoned)
            throw new TimeoutException($"{MaximumAbandoned} calls to libvirt hang already; no more are made until one returns");

        var attempt = new Attempt();
        var running = Task.Factory.StartNew(
            () => Run(call, attempt), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await running.WaitAsync(deadline, cancellation);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException && !running.IsCompleted)
        {
            GiveUp(attempt, running);
            throw;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _current?.Retire();
            _current = null;
        }
    }

    /// <summary>Opens a connection.</summary>
    protected abstract LibvirtConnection Open();

    /// <summary>Makes a fresh connection ready before its first use; what must end with it, such as an event subscription, goes into the list.</summary>
    protected virtual void Prepare(LibvirtConnection connection, ICollection<IDisposable> attached)
    {
        try
        {
            // An idle connection whose peer vanished is noticed after twenty seconds.
            connection.SetKeepAlive(intervalSeconds: 5, count: 3);
        }
        catch (LibvirtException exception) when (exception.Code.Known == LibvirtErrorCode.NoSupport)
        {
            // A driver inside this process, such as test:///, has no peer that could vanish.
        }
    }

    private T Run<T>(Func<LibvirtConnection, T> call, Attempt attempt)
    {
        try
        {
            var connection = Acquire(attempt);
            try
            {
                var result = call(connection.Connection);
                Recovered();
                return result;
            }
            catch (LibvirtException) when (!connection.Connection.IsAlive)
            {
                Drop(connection);
                throw;
            }
            finally
            {
                connection.Release();
            }
        }
        catch (LibvirtException exception)
        {
            Failed(exception);
            throw;
        }
    }

    private SharedConnection Acquire(Attempt attempt)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is { } current)
            {
                if (current.Connection.IsAlive)
                    return attempt.Use(current);
                current.Retire();
                _current = null;
            }
        }

        // Outside the lock: a frozen daemon holds an open for long, and giving that up must still be possible.
        var fresh = new SharedConnection(Open());
        try
        {
            Prepare(fresh.Connection, fresh.Attached);
        }
        catch
        {
            fresh.Retire();
            throw;
        }

        Interlocked.Increment(ref _opened);
        lock (_lock)
        {
            var use = attempt.Use(fresh);
            if (_current is null && !_disposed && !attempt.GivenUp)
                _current = fresh;
            else
                fresh.Retire();
            return use;
        }
    }

    private void Drop(SharedConnection connection)
    {
        lock (_lock)
        {
            if (_current != connection)
                return;
            _current = null;
            connection.Retire();
        }
    }

    private void GiveUp(Attempt attempt, Task running)
    {
        Interlocked.Increment(ref _abandoned);
        lock (_lock)
        {
            attempt.GivenUp = true;
            if (attempt.Connection is { } connection && _current == connection)
            {
                _current = null;
                connection.Retire();
            }
        }

        CallGivenUp(AbandonedCalls);
        running.ContinueWith(
            task =>
            {
                // Observed, so that a late failure of a call nobody waits for ends nowhere.
                _ = task.Exception;
                Interlocked.Decrement(ref _abandoned);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    // One line when libvirt goes and one when it comes back, not one per scrape.
    private void Failed(LibvirtException exception)
    {
        bool first;
        lock (_lock)
        {
            if (_current is not null)
                return;
            first = !_down;
            _down = true;
        }

        if (first)
            ConnectionLost(exception.LibvirtMessage);
    }

    private void Recovered()
    {
        lock (_lock)
        {
            if (!_down)
                return;
            _down = false;
        }

        ConnectionBack();
    }

    [LoggerMessage(LogLevel.Warning, "A call to libvirt did not return in time and was given up; some QEMU or the daemon hangs")]
    private partial void CallGivenUp(long abandonedCalls);

    [LoggerMessage(LogLevel.Warning, "libvirt cannot be reached; is the daemon running, and may this user open its socket?")]
    private partial void ConnectionLost(string err);

    [LoggerMessage(LogLevel.Information, "libvirt can be reached again")]
    private partial void ConnectionBack();

    // What one call uses, so that giving it up finds the connection it hangs on.
    private sealed class Attempt
    {
        public SharedConnection? Connection { get; private set; }

        public bool GivenUp { get; set; }

        public SharedConnection Use(SharedConnection connection)
        {
            connection.AddUser();
            return Connection = connection;
        }
    }
}

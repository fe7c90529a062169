using System.Diagnostics;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// One connection to libvirt that heals itself, used by one call at a time. A call that does not return in time is given up together
/// with its connection, and the next call opens a fresh one.
/// </summary>
/// <remarks>
/// libvirt's calls cannot be cancelled, and a frozen QEMU or daemon can hold one for ever, so each runs on a thread of its own.
/// One at a time, and without libvirt's keepalive: in client libraries before 10.3 (CVE-2024-4418) whoever wakes a thread that waits for
/// an answer, be it a second call or the keepalive timer, leaves it with a pointer into a stack that is gone. The process then ends with
/// SIGSEGV. A peer that vanishes is found by the next call, which does not return in time.
/// </remarks>
internal abstract partial class LibvirtSession(HangingCalls hanging, ILogger log) : IDisposable
{
    /// <summary>No call is given up sooner, however little time is left to whoever waits for it.</summary>
    public static readonly TimeSpan ShortestCall = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private SharedConnection? _current;
    private long _opened;
    private bool _down;
    private bool _disposed;

    /// <summary>Connections opened after the first one.</summary>
    public long Reconnects => Math.Max(0, Interlocked.Read(ref _opened) - 1);

    /// <summary>Runs a call against libvirt when those before it have ended.</summary>
    /// <param name="call">The call.</param>
    /// <param name="deadline">How long the caller waits, for its turn and for the call. The call itself is given up after what is left of it, but not within <see cref="ShortestCall"/>.</param>
    /// <param name="cancellation">Ends the waiting, and neither the call nor its connection.</param>
    /// <exception cref="TimeoutException">It did not return within the deadline, or too many others hang already.</exception>
    /// <exception cref="LibvirtException">libvirt refused, or cannot be reached.</exception>
    public async Task<T> CallAsync<T>(Func<LibvirtConnection, T> call, TimeSpan deadline, CancellationToken cancellation)
    {
        if (deadline <= TimeSpan.Zero)
            throw new TimeoutException("no time was left for the call");
        ThrowIfTooManyHang();
        var started = Stopwatch.GetTimestamp();
        if (!await _turn.WaitAsync(deadline, cancellation))
            throw new TimeoutException("other calls on the same connection took all the time there was");
        var left = deadline - Stopwatch.GetElapsedTime(started);
        var answer = TakeTurnAsync(call, left > ShortestCall ? left : ShortestCall);
        // Observed, so that a failure that nobody waits for any more ends nowhere.
        _ = answer.ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return await answer.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation);
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
    }

    private async Task<T> TakeTurnAsync<T>(Func<LibvirtConnection, T> call, TimeSpan limit)
    {
        try
        {
            // Those before it may have begun to hang meanwhile.
            ThrowIfTooManyHang();
            var attempt = new Attempt();
            var running = Task.Factory.StartNew(
                () => Run(call, attempt), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            try
            {
                return await running.WaitAsync(limit);
            }
            catch (TimeoutException) when (!running.IsCompleted)
            {
                GiveUp(attempt, running);
                throw;
            }
        }
        finally
        {
            // After a call that was given up too: who is next gets another connection.
            _turn.Release();
        }
    }

    private void ThrowIfTooManyHang()
    {
        if (hanging.TooMany)
            throw new TimeoutException($"{hanging.Most} calls to libvirt hang already; no more are made until one returns");
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
        lock (_lock)
        {
            attempt.GivenUp = true;
            if (attempt.Connection is { } connection && _current == connection)
            {
                _current = null;
                connection.Retire();
            }
        }

        hanging.Watch(running);
        CallGivenUp(hanging.Count);
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

using System.Diagnostics;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// A libvirt connection that reopens itself, used by one call at a time. A call that does not return in time is abandoned with its
/// connection, and the next call opens a new one.
/// </summary>
/// <remarks>
/// libvirt's calls cannot be cancelled, and a frozen QEMU or daemon can block one for ever, so each runs on its own thread. One at a
/// time, and without libvirt's keepalive: in client libraries before 10.3 (CVE-2024-4418) a second call or the keepalive timer that wakes
/// a waiting thread leaves it with a dangling stack pointer, and the process ends with SIGSEGV. A vanished peer is found by the next
/// call, which times out.
/// </remarks>
internal abstract partial class LibvirtSession(HangingCalls hanging, ILogger log) : IDisposable
{
    /// <summary>No call is abandoned sooner, however little time its caller has left.</summary>
    public static readonly TimeSpan ShortestCall = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private SharedConnection? _current;
    private long _opened;
    private bool _down;
    private bool _disposed;

    /// <summary>Number of reconnects.</summary>
    public long Reconnects => Math.Max(0, Interlocked.Read(ref _opened) - 1);

    /// <summary>Runs a call when the previous ones have ended.</summary>
    /// <param name="call">The call.</param>
    /// <param name="deadline">How long the caller waits, for its turn and for the call. The call itself is abandoned after the remaining time, but not within <see cref="ShortestCall"/>.</param>
    /// <param name="cancellation">Ends the waiting, not the call or its connection.</param>
    /// <exception cref="TimeoutException">The call did not return in time, or too many others hang.</exception>
    /// <exception cref="LibvirtException">libvirt refused, or cannot be reached.</exception>
    public async Task<T> CallAsync<T>(Func<LibvirtConnection, T> call, TimeSpan deadline, CancellationToken cancellation)
    {
        if (deadline <= TimeSpan.Zero)
            throw new TimeoutException("no time left for the call");
        ThrowIfTooManyHang();
        var started = Stopwatch.GetTimestamp();
        if (!await _turn.WaitAsync(deadline, cancellation))
            throw new TimeoutException("other calls on the same connection used all the time");
        var left = deadline - Stopwatch.GetElapsedTime(started);
        var answer = TakeTurnAsync(call, left > ShortestCall ? left : ShortestCall);
        // Observes the exception of an abandoned call.
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

    /// <summary>Prepares a new connection. Objects that must end with it, such as event subscriptions, are added to the list.</summary>
    protected virtual void Prepare(LibvirtConnection connection, ICollection<IDisposable> attached)
    {
    }

    private async Task<T> TakeTurnAsync<T>(Func<LibvirtConnection, T> call, TimeSpan limit)
    {
        try
        {
            // Previous calls may have started to hang meanwhile.
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
            // Also after an abandoned call: the next caller gets another connection.
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

        // Outside the lock: a frozen daemon can block an open for long, and abandoning it must still be possible.
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

    // One line when libvirt goes down and one when it is back, not one per scrape.
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

    // State of one call, so that abandoning it finds its connection.
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

using BalloonExporter.Core.Model;
using BalloonExporter.Tracking;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// Counts and logs exceptions of libvirt event handlers and errors of its event loop: an event was lost. Shortly after, all domain facts
/// are treated as unknown, as after a lost connection. Thread-safe.
/// </summary>
internal sealed partial class CallbackFailures : IDisposable
{
    /// <summary>Log interval of a failure that persists.</summary>
    public static readonly TimeSpan LogPeriod = TimeSpan.FromMinutes(1);

    /// <summary>How long failures are collected before the facts are dropped, since each drop reads every definition again.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);

    private readonly DomainEvents _domains;
    private readonly SteadyClock _clock;
    private readonly ILogger<CallbackFailures> _log;
    private readonly ITimer _forgetting;
    private readonly Lock _lock = new();
    private long _count;
    private long _untold;
    private bool _due;
    private Moment? _toldAt;

    public CallbackFailures(DomainEvents domains, SteadyClock clock, TimeProvider time, ILogger<CallbackFailures> log)
    {
        (_domains, _clock, _log) = (domains, clock, log);
        _forgetting = time.CreateTimer(_ => Forget(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        LibvirtSharp.Libvirt.CallbackFailed += Note;
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose()
    {
        LibvirtSharp.Libvirt.CallbackFailed -= Note;
        _forgetting.Dispose();
    }

    // Runs on libvirt's thread: records the failure, and what scrapes could reuse is dropped at once.
    private void Note(object? sender, CallbackFailedEventArgs failed)
    {
        Interlocked.Increment(ref _count);
        _domains.Lost();
        long times;
        lock (_lock)
        {
            if (!_due)
                _due = _forgetting.Change(Gathering, Timeout.InfiniteTimeSpan);
            _untold++;
            if (_clock.Now - _toldAt < LogPeriod)
                return;
            _toldAt = _clock.Now;
            (times, _untold) = (_untold, 0);
        }

        EventLost(times, failed.Exception);
    }

    private void Forget()
    {
        lock (_lock)
            _due = false;
        try
        {
            _domains.Missed();
        }
        catch (Exception exception)
        {
            // An exception on a thread-pool thread would end the process.
            FactsKept(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "Handling a libvirt event failed; all domain facts are read again")]
    private partial void EventLost(long times, Exception exception);

    [LoggerMessage(LogLevel.Error, "Domain facts could not be dropped")]
    private partial void FactsKept(Exception exception);
}

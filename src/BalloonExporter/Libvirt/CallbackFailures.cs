using BalloonExporter.Core.Model;
using BalloonExporter.Tracking;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// Counts and logs what handlers of libvirt's events throw, and what its event loop reports: an event was lost. A moment later the
/// domains' facts count as unknown, as after a lost connection. Thread-safe.
/// </summary>
internal sealed partial class CallbackFailures : IDisposable
{
    /// <summary>How often a failure that lasts is logged.</summary>
    public static readonly TimeSpan LogPeriod = TimeSpan.FromMinutes(1);

    /// <summary>How long failures are gathered before the facts are forgotten: each costs a look at every definition.</summary>
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

    // On libvirt's thread: only noted down.
    private void Note(object? sender, CallbackFailedEventArgs failed)
    {
        Interlocked.Increment(ref _count);
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
            // On a thread of the pool it would end the process.
            FactsKept(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "An event of libvirt could not be taken in; what is known of the domains is read again")]
    private partial void EventLost(long times, Exception exception);

    [LoggerMessage(LogLevel.Error, "What is known of the domains could not be forgotten")]
    private partial void FactsKept(Exception exception);
}

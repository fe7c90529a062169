using System.Diagnostics;

namespace ExporterToolkit.Logging;

/// <summary>
/// All log lines on their way to one descriptor, written in order by a thread of its own. Nobody is held by a reader that does not
/// read or a disk that is full: other lines are dropped and counted, audit lines wait here within limits, and whoever hands one over
/// waits a second at the longest.
/// </summary>
/// <remarks>
/// An audit line counts as an error when it was not written within a second of being handed over; it is written all the same when the
/// stream takes lines again. Lost are only those for which there was no room. A line that was begun is ended before anything else.
/// </remarks>
public sealed class LogWriter : ILogWriter, IDisposable
{
    // What a message of 10,000 alerts is told in fits when its reader keeps up half-way.
    private const int AuditCapacityBytes = 2 * 1024 * 1024;
    private const int OtherCapacityBytes = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // What waits when the process ends is lost after this. Nobody else is held by it.
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly DescriptorWriter _writer;
    private readonly Thread _thread;
    private readonly Queue<(long Number, TaskCompletionSource<bool> Written)> _waiting = [];
    private Queue<Line> _lines = [];
    private int _auditBytes;
    private int _otherBytes;
    private long _handedOver;
    private long _done;
    private long _auditErrors;
    private long _droppedLines;
    private long? _headSince;
    private bool _failing;
    private bool _closing;
    private long _closingSince;

    public LogWriter(int descriptor)
    {
        _writer = new DescriptorWriter(descriptor);
        _thread = new Thread(Run) { IsBackground = true, Name = "log" };
        _thread.Start();
    }

    public long AuditErrors
    {
        get
        {
            lock (_gate)
            {
                CountLate();
                return _auditErrors;
            }
        }
    }

    public long DroppedLines
    {
        get
        {
            lock (_gate)
                return _droppedLines;
        }
    }

    public bool IsStuck
    {
        get
        {
            lock (_gate)
                return IsStuckNow;
        }
    }

    // The thread may hang within a write, so what it last said is not enough.
    private bool IsStuckNow => _auditBytes > 0 && (_failing || (_headSince is { } since && Stopwatch.GetElapsedTime(since) > Patience));

    /// <summary>Hands a line over.</summary>
    /// <param name="bytes">The line with its end.</param>
    /// <param name="isAudit">Whether it may not be lost as long as there is room for it. Other lines never wait.</param>
    public void Write(byte[] bytes, bool isAudit)
    {
        lock (_gate)
        {
            var handedOverAt = Stopwatch.GetTimestamp();
            if (isAudit)
                WaitForRoom(bytes.Length, handedOverAt);
            if (_closing || (isAudit ? _auditBytes + bytes.Length > AuditCapacityBytes : _otherBytes + bytes.Length > OtherCapacityBytes))
            {
                if (isAudit)
                    _auditErrors++;
                else
                    _droppedLines++;
                return;
            }

            _lines.Enqueue(new Line(bytes, isAudit, ++_handedOver, handedOverAt));
            Count(isAudit, bytes.Length);
            Monitor.PulseAll(_gate);
        }
    }

    public async Task<bool> FlushAsync()
    {
        Task<bool> written;
        lock (_gate)
        {
            if (_lines.Count == 0)
                return true;
            if (IsStuckNow)
                return false;
            var waiting = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((_handedOver, waiting));
            written = waiting.Task;
        }

        try
        {
            return await written.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Writes what waits. For audit lines that takes five seconds at the longest where the reader is slow, and no time where writing fails.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            (_closing, _closingSince) = (true, Stopwatch.GetTimestamp());
            Monitor.PulseAll(_gate);
        }

        _thread.Join(PatienceAtTheEnd);
    }

    // A burst of audit lines is slowed down to what the stream takes.
    private void WaitForRoom(int bytes, long since)
    {
        while (!_closing && !IsStuckNow && _auditBytes > 0 && _auditBytes + bytes > AuditCapacityBytes)
        {
            var left = Patience - Stopwatch.GetElapsedTime(since);
            if (left <= TimeSpan.Zero)
                return;
            Monitor.Wait(_gate, left);
        }
    }

    private void Run()
    {
        while (Head() is { } line)
        {
            var outcome = _writer.Write(line.Bytes.AsSpan(line.Written), Patience, out var written);
            lock (_gate)
            {
                line.Written += written;
                if (outcome == WriteOutcome.Done)
                {
                    End(line);
                }
                else
                {
                    GiveUp();
                    if (_closing && (outcome == WriteOutcome.Failed || _auditBytes == 0 || Stopwatch.GetElapsedTime(_closingSince) > PatienceAtTheEnd))
                        return;
                    // With the next line it is tried again at once: there may be room by then.
                    if (outcome == WriteOutcome.Failed && _lines.Count > 0)
                        Monitor.Wait(_gate, Patience);
                }
            }
        }
    }

    private Line? Head()
    {
        lock (_gate)
        {
            while (_lines.Count == 0)
            {
                if (_closing)
                    return null;
                Monitor.Wait(_gate);
            }

            _headSince ??= Stopwatch.GetTimestamp();
            return _lines.Peek();
        }
    }

    private void End(Line line)
    {
        if (IsLate(line))
            CountAsError(line);
        _lines.Dequeue();
        Count(line.IsAudit, -line.Bytes.Length);
        _done = line.Number;
        _headSince = null;
        _failing = false;
        while (_waiting.TryPeek(out var waiting) && waiting.Number <= _done)
            _waiting.Dequeue().Written.TrySetResult(true);
        Monitor.PulseAll(_gate);
    }

    // The stream takes nothing. Audit lines stay for another try, but nobody waits for them any longer.
    private void GiveUp()
    {
        _failing = true;
        foreach (var line in _lines)
            CountAsError(line);
        var kept = new Queue<Line>(_lines.Where(line => line.IsAudit || line.Written > 0));
        _droppedLines += _lines.Count - kept.Count;
        _lines = kept;
        _otherBytes = kept.Where(line => !line.IsAudit).Sum(line => line.Bytes.Length);
        // With nothing left to try, the next line may find that it is over.
        if (_lines.Count == 0)
            (_headSince, _failing) = (null, false);
        while (_waiting.TryDequeue(out var waiting))
            waiting.Written.TrySetResult(false);
        Monitor.PulseAll(_gate);
    }

    private void CountLate()
    {
        foreach (var line in _lines.TakeWhile(IsLate))
            CountAsError(line);
    }

    private static bool IsLate(Line line) => Stopwatch.GetElapsedTime(line.HandedOverAt) > Patience;

    private void CountAsError(Line line)
    {
        if (line is { IsAudit: true, IsError: false })
        {
            line.IsError = true;
            _auditErrors++;
        }
    }

    private void Count(bool isAudit, int bytes)
    {
        if (isAudit)
            _auditBytes += bytes;
        else
            _otherBytes += bytes;
    }

    private sealed class Line(byte[] bytes, bool isAudit, long number, long handedOverAt)
    {
        public byte[] Bytes => bytes;

        public bool IsAudit => isAudit;

        public long Number => number;

        public long HandedOverAt => handedOverAt;

        /// <summary>How much of it was written.</summary>
        public int Written { get; set; }

        public bool IsError { get; set; }
    }
}

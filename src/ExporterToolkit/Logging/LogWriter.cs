using System.Diagnostics;

namespace ExporterToolkit.Logging;

/// <summary>
/// Writes all log lines in order to one descriptor, on its own thread. A slow reader or a full disk blocks no caller: other lines are
/// dropped and counted, audit lines are queued within limits, and the caller of an audit line waits at most one second.
/// </summary>
/// <remarks>
/// An audit line counts as an error when it was not written within a second; it is still written when the stream accepts data again. Only
/// lines without room in the queue are lost. A line that was begun is completed before anything else.
/// </remarks>
public sealed class LogWriter : ILogWriter, IDisposable
{
    // Holds the lines for a message of 10,000 alerts if the reader keeps up halfway.
    private const int AuditCapacityBytes = 2 * 1024 * 1024;
    private const int OtherCapacityBytes = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Lines still waiting at the end of the process are lost after this. Nothing else waits for it.
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

    // The thread may block within a write, so its last reported state is not enough.
    private bool IsStuckNow => _auditBytes > 0 && (_failing || (_headSince is { } since && Stopwatch.GetElapsedTime(since) > Patience));

    /// <summary>Hands a line over.</summary>
    /// <param name="bytes">The line with its end.</param>
    /// <param name="isAudit">Audit lines are kept while there is room. Other lines never wait.</param>
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

    /// <summary>Writes the waiting lines. Takes at most five seconds with a slow reader, and no time when writing fails.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            (_closing, _closingSince) = (true, Stopwatch.GetTimestamp());
            Monitor.PulseAll(_gate);
        }

        _thread.Join(PatienceAtTheEnd);
    }

    // Slows a burst of audit lines down to the speed of the stream.
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
                    // The next line is tried at once: there may be room by then.
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

    // The stream is blocked. Audit lines stay for another attempt, but callers no longer wait for them.
    private void GiveUp()
    {
        _failing = true;
        foreach (var line in _lines)
            CountAsError(line);
        var kept = new Queue<Line>(_lines.Where(line => line.IsAudit || line.Written > 0));
        _droppedLines += _lines.Count - kept.Count;
        _lines = kept;
        _otherBytes = kept.Where(line => !line.IsAudit).Sum(line => line.Bytes.Length);
        // With an empty queue the next line finds out whether the stream works again.
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

        /// <summary>Number of bytes already written.</summary>
        public int Written { get; set; }

        public bool IsError { get; set; }
    }
}

namespace BalloonExporter.Core.Ports;

/// <summary>How often scrapes were answered from earlier reads, and how often fresh reads confirmed these. Thread-safe.</summary>
public sealed class ReaderStatus
{
    private long _reused;
    private long _checks;
    private long _mismatches;

    /// <summary>Domains answered from an earlier read.</summary>
    public long Reused => Interlocked.Read(ref _reused);

    /// <summary>Fresh reads of a domain compared with the earlier one that would have been used.</summary>
    public long Checks => Interlocked.Read(ref _checks);

    /// <summary>Of these, those that found another figure without an event that told of it.</summary>
    public long Mismatches => Interlocked.Read(ref _mismatches);

    /// <summary>Counts a domain answered from an earlier read.</summary>
    public void AddReused() => Interlocked.Increment(ref _reused);

    /// <summary>Counts a comparison.</summary>
    public void AddCheck() => Interlocked.Increment(ref _checks);

    /// <summary>Counts a mismatch.</summary>
    public void AddMismatch() => Interlocked.Increment(ref _mismatches);
}

namespace BalloonExporter.Core.Model;

/// <summary>Kernel counters of a domain's cgroup. Absent is null.</summary>
public sealed record DomainCgroup
{
    /// <summary>Memory charged to it, page cache included.</summary>
    public long? CurrentBytes { get; init; }

    /// <summary>How often each kind of memory event happened (low, high, max, oom, …); empty without cgroup v2.</summary>
    public IReadOnlyList<(string Event, long Count)> MemoryEvents { get; init; } = [];

    /// <summary>Time in which some of its tasks waited for memory (PSI "some"). Null without cgroup v2 or PSI.</summary>
    public TimeSpan? PressureWaiting { get; init; }

    /// <summary>Time in which all of its tasks waited for memory (PSI "full").</summary>
    public TimeSpan? PressureStalled { get; init; }
}

namespace BalloonExporter.Core.Model;

/// <summary>The host's memory at one moment, from <c>/proc</c>. Sizes are KiB.</summary>
public sealed record HostMemory
{
    /// <summary>MemTotal.</summary>
    public required long PhysicalTotalKib { get; init; }

    /// <summary>MemAvailable.</summary>
    public required long PhysicalAvailableKib { get; init; }

    /// <summary>MemFree.</summary>
    public required long FreeKib { get; init; }

    /// <summary>SwapTotal.</summary>
    public long? SwapTotalKib { get; init; }

    /// <summary>SwapFree.</summary>
    public long? SwapFreeKib { get; init; }

    /// <summary>Memory promised to processes, whether they use it or not (Committed_AS).</summary>
    public long? CommittedKib { get; init; }

    /// <summary>How much may be promised when the kernel is told to be strict (CommitLimit).</summary>
    public long? CommitLimitKib { get; init; }

    /// <summary>What the kernel does with <see cref="CommitLimitKib"/> (<c>vm.overcommit_memory</c>): 2 keeps it, 0 and 1 do not.</summary>
    public long? OvercommitPolicy { get; init; }

    /// <summary>Processes killed for want of memory since boot, of the host or of a control group. Null before Linux 4.13.</summary>
    public long? OomKills { get; init; }

    /// <summary>Memory swapped in since boot.</summary>
    public long? SwapInKib { get; init; }

    /// <summary>Memory swapped out since boot.</summary>
    public long? SwapOutKib { get; init; }

    /// <summary>Time in which some task waited for memory, since boot (PSI "some"). Null when the kernel has no PSI.</summary>
    public TimeSpan? PressureWaiting { get; init; }

    /// <summary>Time in which all tasks waited for memory, since boot (PSI "full").</summary>
    public TimeSpan? PressureStalled { get; init; }

    /// <summary>The guests' share of this host, when the operator set one.</summary>
    public long? BudgetKib { get; init; }

    /// <summary>Resident memory of all domains together; what counts against the budget.</summary>
    public long DomainsResidentKib { get; init; }

    /// <summary>Whether every domain's resident memory is known; if not, <see cref="DomainsResidentKib"/> is too small.</summary>
    public bool DomainsResidentKnown { get; init; } = true;

    /// <summary>Whether some domain's resident memory is what libvirt said at the last look at it, since no process tells it at any moment.</summary>
    public bool DomainsResidentAged { get; init; }

    /// <summary>What the guests may use in all: the budget, or all memory of the host.</summary>
    public long TotalKib => BudgetKib ?? PhysicalTotalKib;

    /// <summary>MemAvailable, or what the domains leave of the budget if that is less. Never negative.</summary>
    public long AvailableKib => Math.Max(0, LeftKib);

    /// <summary>The same, but below zero by what the domains hold beyond the budget.</summary>
    public long LeftKib => BudgetKib is { } budget ? Math.Min(PhysicalAvailableKib, budget - DomainsResidentKib) : PhysicalAvailableKib;
}

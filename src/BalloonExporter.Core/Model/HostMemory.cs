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

    /// <summary>Limit of promised memory with strict overcommit (CommitLimit).</summary>
    public long? CommitLimitKib { get; init; }

    /// <summary>Overcommit policy (<c>vm.overcommit_memory</c>): 2 enforces <see cref="CommitLimitKib"/>, 0 and 1 do not.</summary>
    public long? OvercommitPolicy { get; init; }

    /// <summary>OOM kills on the host since boot, those in control groups included. Null before Linux 4.13.</summary>
    public long? OomKills { get; init; }

    /// <summary>Memory swapped in since boot.</summary>
    public long? SwapInKib { get; init; }

    /// <summary>Memory swapped out since boot.</summary>
    public long? SwapOutKib { get; init; }

    /// <summary>Time in which some task waited for memory, since boot (PSI "some"). Null when the kernel has no PSI.</summary>
    public TimeSpan? PressureWaiting { get; init; }

    /// <summary>Time in which all tasks waited for memory, since boot (PSI "full").</summary>
    public TimeSpan? PressureStalled { get; init; }

    /// <summary>Memory budget for guests, if the operator set one.</summary>
    public long? BudgetKib { get; init; }

    /// <summary>Resident memory of all domains; it counts against the budget.</summary>
    public long DomainsResidentKib { get; init; }

    /// <summary>Whether the resident memory of every domain is known; if not, <see cref="DomainsResidentKib"/> is too low.</summary>
    public bool DomainsResidentKnown { get; init; } = true;

    /// <summary>Whether the resident memory of some domain is an old value from libvirt, because its process cannot be read.</summary>
    public bool DomainsResidentAged { get; init; }

    /// <summary>Memory for all guests: the budget, or all memory of the host.</summary>
    public long TotalKib => BudgetKib ?? PhysicalTotalKib;

    /// <summary>MemAvailable, or the rest of the budget if that is less. Never negative.</summary>
    public long AvailableKib => Math.Max(0, LeftKib);

    /// <summary>The same, but negative by what the domains occupy beyond the budget.</summary>
    public long LeftKib => BudgetKib is { } budget ? Math.Min(PhysicalAvailableKib, budget - DomainsResidentKib) : PhysicalAvailableKib;
}

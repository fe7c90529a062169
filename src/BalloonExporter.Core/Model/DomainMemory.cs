namespace BalloonExporter.Core.Model;

/// <summary>Snapshot of one domain. Sizes are KiB; absent is null, never 0.</summary>
public sealed record DomainMemory
{
    /// <summary>libvirt's UUID of the domain.</summary>
    public required Guid Uuid
    {
        get;
        init
        {
            field = value;
            UuidText = value.ToString();
        }
    }

    /// <summary>UUID as text, made once: it is a label of about thirty series.</summary>
    public string UuidText { get; private init; } = "";

    /// <summary>libvirt's name of the domain.</summary>
    public required string Name { get; init; }

    /// <summary>libvirt's state number.</summary>
    public required DomainState State { get; init; }

    /// <summary>When libvirt returned the figures; null when they were not read.</summary>
    public Moment? ReadAt { get; init; }

    /// <summary>Memory that the balloon leaves the domain now. Live.</summary>
    public long? CurrentKib { get; init; }

    /// <summary>Memory the domain was sold; the balloon cannot exceed it.</summary>
    public long? MaximumKib { get; init; }

    /// <summary>Whether the operator excluded the domain: no series, never moved, but its memory still counts.</summary>
    public bool Excluded { get; init; }

    /// <summary>Host memory that the domain's process occupies.</summary>
    public long? ResidentKib { get; init; }

    /// <summary>The newest sample of the guest's balloon driver; null without one.</summary>
    public GuestStatistics? Guest { get; init; }

    /// <summary>Facts from the domain's XML.</summary>
    public DomainFacts Facts { get; init; } = DomainFacts.Unknown;

    /// <summary>Whether the guest's sample is at most three statistics periods old; null without a sample.</summary>
    public bool? StatisticsFresh { get; init; }

    /// <summary>When the next sample arrives; null while that is unknown.</summary>
    public SampleWindow? NextSample { get; init; }

    /// <summary>Whether the monitor answered. False: busy or stuck; only <see cref="CurrentKib"/> and <see cref="MaximumKib"/> are known.</summary>
    public bool MonitorAnswered { get; init; }

    /// <summary>Memory the guest uses, comparable with balloon targets. Null when it cannot be computed.</summary>
    public WorkingSet? WorkingSet { get; init; }

    /// <summary>Net memory swapped out by the guest within the last ten minutes. Swapped memory is missing in the working set.</summary>
    public long SwapDebtKib { get; init; }

    /// <summary>Lowest usable share of the guest's memory within the last ten minutes, 0 to 1. Null when unknown.</summary>
    public double? RecentLeastUsableShare { get; init; }

    /// <summary>Total swapped out since the guest's boot, at its samples of the last ten seconds; empty while it does not grow.</summary>
    public IReadOnlyList<(Moment At, long Kib)> RecentSwapOut { get; init; } = [];

    /// <summary>Memory that the guest swapped out since a moment, at most ten seconds back.</summary>
    public long SwappedOutSinceKib(Moment since)
    {
        if (RecentSwapOut.Count == 0)
            return 0;
        // The last sample before the period is its starting point.
        var before = RecentSwapOut[0].Kib;
        foreach (var (at, kib) in RecentSwapOut)
        {
            if (at <= since)
                before = kib;
        }

        return RecentSwapOut[^1].Kib - before;
    }

    /// <summary>Swap-out rate since a moment, at most ten seconds back, in KiB per second.</summary>
    public double SwapOutKibPerSecond(Moment since)
    {
        if (RecentSwapOut.Count == 0)
            return 0;
        // Time before the first sample is not part of the rate.
        var from = RecentSwapOut[0].At;
        foreach (var (at, kib) in RecentSwapOut)
        {
            if (at <= since || kib == RecentSwapOut[0].Kib)
                from = at;
        }

        // Samples have whole seconds.
        return SwappedOutSinceKib(since) / Math.Max(1, (RecentSwapOut[^1].At - (from > since ? from : since)).TotalSeconds);
    }

    /// <summary>Whether the monitor is free; null when not read or unknown.</summary>
    public DomainControl? Control { get; init; }

    /// <summary>Figures of the domain's process; null when not read or unknown.</summary>
    public DomainProcess? Process { get; init; }

    /// <summary>Figures of the domain's cgroup; null when not read or unknown.</summary>
    public DomainCgroup? Cgroup { get; init; }

    /// <summary>Whether libvirt runs a job (migration, save, snapshot) on the domain. Null: not read or unknown.</summary>
    public bool? JobActive { get; init; }
}

namespace BalloonExporter.Core.Model;

/// <summary>One domain at one moment. Sizes are KiB; absent is null, never 0.</summary>
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

    /// <summary>The same as text, made once: it is a label of some thirty series.</summary>
    public string UuidText { get; private init; } = "";

    /// <summary>libvirt's name of the domain.</summary>
    public required string Name { get; init; }

    /// <summary>libvirt's state number.</summary>
    public required DomainState State { get; init; }

    /// <summary>When libvirt had told the figures; null when nobody read them.</summary>
    public Moment? ReadAt { get; init; }

    /// <summary>What the balloon leaves the domain now. Live.</summary>
    public long? CurrentKib { get; init; }

    /// <summary>What the domain was sold: the balloon can give no more.</summary>
    public long? MaximumKib { get; init; }

    /// <summary>Whether the operator left the domain out: not shown, never moved, but its memory still counts.</summary>
    public bool Excluded { get; init; }

    /// <summary>Host memory the domain's process occupies.</summary>
    public long? ResidentKib { get; init; }

    /// <summary>The newest sample from inside the guest; null without a driver.</summary>
    public GuestStatistics? Guest { get; init; }

    /// <summary>What the domain's XML says.</summary>
    public DomainFacts Facts { get; init; } = DomainFacts.Unknown;

    /// <summary>Whether the guest's sample is at most three statistics periods old; null without any sample.</summary>
    public bool? StatisticsFresh { get; init; }

    /// <summary>Whether the monitor could be read. False: busy or stuck, only <see cref="CurrentKib"/> and <see cref="MaximumKib"/> are known.</summary>
    public bool MonitorAnswered { get; init; }

    /// <summary>What the guest needs, comparable with balloon targets. Null when it cannot be trusted.</summary>
    public WorkingSet? WorkingSet { get; init; }

    /// <summary>Net memory swapped out by the guest within the last ten minutes; swapping hides need.</summary>
    public long SwapDebtKib { get; init; }

    /// <summary>The least part of its memory that the guest had usable within the last ten minutes, 0 to 1. Null when that is not known.</summary>
    public double? RecentLeastUsableShare { get; init; }

    /// <summary>What the guest had swapped out since its boot, at its last samples within ten seconds; empty while that does not grow.</summary>
    public IReadOnlyList<(Moment At, long Kib)> RecentSwapOut { get; init; } = [];

    /// <summary>What the guest swapped out since a moment, as far as ten seconds back.</summary>
    public long SwappedOutSinceKib(Moment since)
    {
        if (RecentSwapOut.Count == 0)
            return 0;
        // The last sample from before is where it began.
        var before = RecentSwapOut[0].Kib;
        foreach (var (at, kib) in RecentSwapOut)
        {
            if (at <= since)
                before = kib;
        }

        return RecentSwapOut[^1].Kib - before;
    }

    /// <summary>How fast the guest swapped out since a moment, as far as ten seconds back, in KiB per second.</summary>
    public double SwapOutKibPerSecond(Moment since)
    {
        if (RecentSwapOut.Count == 0)
            return 0;
        // A time before it began is no part of the rate.
        var from = RecentSwapOut[0].At;
        foreach (var (at, kib) in RecentSwapOut)
        {
            if (at <= since || kib == RecentSwapOut[0].Kib)
                from = at;
        }

        // Samples carry whole seconds.
        return SwappedOutSinceKib(since) / Math.Max(1, (RecentSwapOut[^1].At - (from > since ? from : since)).TotalSeconds);
    }

    /// <summary>Whether the monitor is free; null when not asked or not known.</summary>
    public DomainControl? Control { get; init; }

    /// <summary>What the kernel says of the domain's process; null when not asked or not known.</summary>
    public DomainProcess? Process { get; init; }

    /// <summary>What the kernel counts in the domain's cgroup; null when not asked or not known.</summary>
    public DomainCgroup? Cgroup { get; init; }

    /// <summary>Whether libvirt runs a job (migration, save, snapshot) on the domain. Null: not asked or not known.</summary>
    public bool? JobActive { get; init; }
}

using BalloonExporter.Core.Model;
using BalloonExporter.Core.Proof;
using BalloonExporter.Core.Restarts;

namespace BalloonExporter.Pages;

/// <summary>All that the page of one server shows. Immutable; sizes are KiB, null where they are not known.</summary>
internal sealed record ServerView
{
    public required Guid Uuid { get; init; }

    /// <summary>What the customer calls it.</summary>
    public required string Name { get; init; }

    public required ServerState State { get; init; }

    /// <summary>Whether the stored policy is an opt-out.</summary>
    public bool OptedOut { get; init; }

    /// <summary>Whether ballooning is on from the next start.</summary>
    public bool EnabledNext { get; init; } = true;

    /// <summary>Why nothing can be changed at present; null: it can.</summary>
    public PageLock? Lock { get; init; }

    public long? BoughtKib { get; init; }

    public long? HasKib { get; init; }

    public long? UsesKib { get; init; }

    /// <summary>What is never taken.</summary>
    public long? GuaranteedKib { get; init; }

    /// <summary>When the guest told what it uses.</summary>
    public DateTimeOffset? SampledAt { get; init; }

    /// <summary>The restart under way, or the last.</summary>
    public RestartView? Restart { get; init; }

    /// <summary>Why a restart would be refused now; null: it would not.</summary>
    public RestartRefusal? Refusal { get; init; }

    /// <summary>Whether force would be accepted now.</summary>
    public bool ForceDue { get; init; }

    /// <summary>What the server had of the memory it needed; null while that is not known.</summary>
    public HadView? Had { get; init; }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<HistoryLine> History { get; init; } = [];

    /// <summary>What is lent to the host.</summary>
    public long? LentKib => BoughtKib is { } bought && HasKib is { } has && bought > has ? bought - has : null;
}

/// <summary>What a server had of the memory it needed.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Observed">Time for which it is known.</param>
/// <param name="Unmet">Part of it in which the server was short.</param>
internal sealed record HadView(DateTimeOffset Since, TimeSpan Observed, TimeSpan Unmet)
{
    public static HadView? Of(ProofEntry? entry) => entry is { Observed.Ticks: > 0 } ? new HadView(entry.Since, entry.Observed, entry.Unmet) : null;
}

/// <summary>Why a customer can change nothing.</summary>
internal enum PageLock
{
    /// <summary>This exporter only observes, or another one acts.</summary>
    Observe,

    /// <summary>The operator has paused it.</summary>
    Paused,
}

/// <summary>How far a restart is.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Since">Since when.</param>
/// <param name="IsUnderWay">Whether its end is to come.</param>
/// <param name="SecondsLeft">Until the guest's time to shut down is over; null: none runs.</param>
/// <param name="SecondsInAll">That time; null: none runs.</param>
internal sealed record RestartView(RestartPhase Phase, DateTimeOffset Since, bool IsUnderWay, long? SecondsLeft, long? SecondsInAll)
{
    public static RestartView Of(Restart restart, Moment now, SteadyClock clock) => new(
        restart.Phase,
        clock.WallTimeOf(restart.Since),
        restart.IsUnderWay,
        restart.DeadlineAt is { } deadlineAt ? Math.Max(0, (long)Math.Ceiling((deadlineAt - now).TotalSeconds)) : null,
        restart.DeadlineAt is null ? null : (long)restart.Deadline.TotalSeconds);
}

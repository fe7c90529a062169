using BalloonExporter.Domains;

namespace BalloonExporter.Policy;

/// <summary>Whether a domain may be managed at all.</summary>
public static class Eligibility
{
    /// <summary>Why a domain is not managed; null when it is.</summary>
    public static DecisionReason? UnmanagedReason(DomainMemory domain, Limits limits, DateTimeOffset now)
    {
        if (domain.Excluded)
            return DecisionReason.Excluded;
        if (domain.Facts.Driver == "lxc")
            return DecisionReason.Lxc;
        if (domain.State != DomainState.Running)
            return DecisionReason.NotRunning;
        if (domain.Facts.Driver is null)
            return DecisionReason.FactsUnknown;
        if (domain.Facts.BalloonModel is null or "none")
            return DecisionReason.NoDriver;
        // The guest would lose memory and the host gain none: its pages cannot be given back.
        if (domain.Facts.Vfio == true)
            return DecisionReason.Vfio;
        if (domain.Facts.LaunchSecurity is not null)
            return DecisionReason.LaunchSecurity;
        if (domain.Facts.Hugepages == true)
            return DecisionReason.Hugepages;
        if (domain.Facts.MemoryLocked == true || domain.Facts.MemoryImmediate == true)
            return DecisionReason.Locked;
        // A monitor that does not answer hides the sample; that is not the same as having none.
        if (!domain.MonitorAnswered)
            return DecisionReason.MonitorBusy;
        // Not knowing since when it runs is no reason to be less careful.
        if (domain.Facts.RunningSince is not { } runningSince || now - runningSince < limits.Grace)
            return DecisionReason.Grace;
        if (domain.Guest is null)
            return DecisionReason.NoDriver;
        return domain.StatisticsFresh == true ? null : DecisionReason.StaleStatistics;
    }

    /// <summary>Why a domain is not managed, what it and others did of late included; null when it is.</summary>
    public static DecisionReason? UnmanagedReason(DomainMemory domain, MovementLedger.Account account, Limits limits, DateTimeOffset now)
    {
        var reason = UnmanagedReason(domain, limits, now);
        // A reason that lets nothing through comes before one that lets memory be given.
        if (reason is { } strict && !MayBeGiven(strict))
            return strict;
        if (account.ForeignMoveAt + limits.ForeignMoveBackOff > now)
            return DecisionReason.MovedByOther;
        return reason ?? (account.Exclusion?.Until > now ? DecisionReason.Uncooperative : null);
    }

    /// <summary>
    /// Whether the exporter itself may give memory to a domain that is not managed for this reason: a guest that does not report, or
    /// does not follow, is not to be left with too little for that.
    /// </summary>
    public static bool MayBeGiven(DecisionReason unmanagedReason) =>
        unmanagedReason is DecisionReason.StaleStatistics or DecisionReason.Uncooperative;
}

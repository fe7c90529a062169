using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>Whether a domain may be managed at all.</summary>
public static class Eligibility
{
    /// <summary>Why a domain is not managed as far as it tells itself: its definition, its policy, its state, its statistics; null when it is.</summary>
    internal static DecisionReason? ReasonInDomain(DomainMemory domain, Limits limits, Moment now) =>
        LastingReason(domain) ?? PolicyReason(domain, limits) ?? DeviceReason(domain) ?? PassingReason(domain, limits, now);

    /// <summary>
    /// Why no command may be given for a domain; null when one may. The same as why it is not managed, but for the memory
    /// that an instance gets back whose customer opted out while it ran.
    /// </summary>
    public static DecisionReason? RefusalReason(DomainMemory domain, bool givesMemory, Limits limits, Moment now)
    {
        var reason = ReasonInDomain(domain, limits, now);
        return reason == DecisionReason.OptedOut && givesMemory && OptOut.MayHaveMemoryBack(domain, limits)
            ? DeviceReason(domain) ?? PassingReason(domain, limits, now)
            : reason;
    }

    /// <summary>Why a domain would not be managed as far as its definition tells, without a look at its running instance.</summary>
    public static DecisionReason? ReasonInDefinition(DomainMemory domain, Limits limits) =>
        LastingReason(domain) ?? PolicyReason(domain, limits) ?? DeviceReason(domain);

    private static DecisionReason? LastingReason(DomainMemory domain)
    {
        if (domain.Excluded)
            return DecisionReason.Excluded;
        if (domain.Facts.Balloon == BalloonCapability.None)
            return DecisionReason.Lxc;
        if (domain.State != DomainState.Running)
            return DecisionReason.NotRunning;
        return domain.Facts.Balloon is null ? DecisionReason.FactsUnknown : null;
    }

    private static DecisionReason? PolicyReason(DomainMemory domain, Limits limits)
    {
        if (domain.Facts.Policy?.Problem is not null || domain.Facts.NextPolicy?.Problem is not null)
            return DecisionReason.PolicyInvalid;
        return OptOut.IsOptedOut(domain, limits) ? DecisionReason.OptedOut : null;
    }

    private static DecisionReason? DeviceReason(DomainMemory domain)
    {
        if (domain.Facts.Balloon == BalloonCapability.Fixed)
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
        return domain.Facts.MemoryByHand == true ? DecisionReason.MemoryByHand : null;
    }

    private static DecisionReason? PassingReason(DomainMemory domain, Limits limits, Moment now)
    {
        // A monitor that does not answer hides the sample; that is not the same as having none.
        if (!domain.MonitorAnswered)
            return DecisionReason.MonitorBusy;
        // Not knowing since when it runs is no reason to be less careful.
        if (domain.Facts.RunningSince is not { } runningSince || now - runningSince < limits.Grace)
            return DecisionReason.Grace;
        if (domain.Guest is null)
            return DecisionReason.NoDriver;
        if (domain.StatisticsFresh != true)
            return DecisionReason.StaleStatistics;
        return domain.Guest.UsableKib is null ? DecisionReason.NoUsableMemory : null;
    }
}

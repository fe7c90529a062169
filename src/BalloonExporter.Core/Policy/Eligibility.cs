using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>Whether a domain may be managed.</summary>
public static class Eligibility
{
    /// <summary>Why a domain is not managed, by its definition, policy, state and statistics; null when it is.</summary>
    internal static DecisionReason? ReasonInDomain(DomainMemory domain, Limits limits, Moment now) =>
        LastingReason(domain) ?? PolicyReason(domain, limits) ?? DeviceReason(domain) ?? PassingReason(domain, limits, now);

    /// <summary>
    /// Why a domain may not be moved; null when it may. As for the unmanaged reason, but an instance whose customer opted out while it
    /// ran may get memory back.
    /// </summary>
    public static DecisionReason? RefusalReason(DomainMemory domain, bool givesMemory, Limits limits, Moment now)
    {
        var reason = ReasonInDomain(domain, limits, now);
        return reason == DecisionReason.OptedOut && givesMemory && OptOut.MayHaveMemoryBack(domain, limits)
            ? DeviceReason(domain) ?? PassingReason(domain, limits, now)
            : reason;
    }

    /// <summary>Why a domain that has just started is not managed once it need no longer be left alone; null when it is managed then.</summary>
    public static DecisionReason? ReasonAfterGrace(DomainMemory domain, Limits limits) =>
        LastingReason(domain) ?? PolicyReason(domain, limits) ?? DeviceReason(domain) ?? SampleReason(domain);

    /// <summary>Why a domain would not be managed, by its definition alone.</summary>
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
        // The guest would lose memory without a gain for the host: its pages are pinned.
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
        // A busy monitor hides the sample; that is not the same as a guest without a driver.
        if (!domain.MonitorAnswered)
            return DecisionReason.MonitorBusy;
        // An unknown start time counts as grace.
        if (domain.Facts.RunningSince is not { } runningSince || now - runningSince < limits.Grace)
            return DecisionReason.Grace;
        return SampleReason(domain);
    }

    private static DecisionReason? SampleReason(DomainMemory domain)
    {
        if (domain.Guest is null)
            return DecisionReason.NoDriver;
        if (domain.StatisticsFresh != true)
            return DecisionReason.StaleStatistics;
        return domain.Guest.UsableKib is null ? DecisionReason.NoUsableMemory : null;
    }
}

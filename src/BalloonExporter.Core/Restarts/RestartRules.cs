using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Restarts;

/// <summary>Whether a domain may be restarted. Pure.</summary>
public static class RestartRules
{
    private const string Destroy = "destroy";

    /// <summary>Why not; null: it may. The room that a fixed guest needs is another question.</summary>
    /// <param name="domain">The domain now.</param>
    /// <param name="isForced">Whether force is asked for.</param>
    /// <param name="standing">What is known of restarts.</param>
    /// <param name="now">The current moment.</param>
    public static RestartRefusal? RefusalOf(DomainPower domain, bool isForced, RestartStanding standing, Moment now) =>
        RefusalOf(domain, standing.HasCommand) ?? RefusalByStanding(isForced, standing, now);

    /// <summary>Why the domain cannot be restarted as it is now.</summary>
    public static RestartRefusal? RefusalOf(DomainPower domain, bool hasCommand)
    {
        if (domain.Facts.Balloon == BalloonCapability.None)
            return RestartRefusal.Container;
        if (IsOfOtherPlatform(domain) && !hasCommand)
            return RestartRefusal.OtherPlatform;
        if (domain.Instance is null)
            return RestartRefusal.NotRunning;
        if (!domain.IsPersistent)
            return RestartRefusal.Transient;
        if (domain.State is not (DomainState.Running or DomainState.Blocked))
            return RestartRefusal.Paused;
        if (domain.HasManagedSave)
            return RestartRefusal.ManagedSave;
        if (domain.JobActive is not { } jobActive)
            return RestartRefusal.JobUnknown;
        if (jobActive)
            return RestartRefusal.JobActive;
        return domain.OnPoweroff is null or Destroy ? null : RestartRefusal.OnPoweroff;
    }

    /// <summary>How it is restarted.</summary>
    public static RestartMode ModeOf(DomainPower domain, bool isForced) =>
        IsOfOtherPlatform(domain) ? RestartMode.Command : isForced ? RestartMode.Force : RestartMode.Graceful;

    private static RestartRefusal? RefusalByStanding(bool isForced, RestartStanding standing, Moment now)
    {
        if (standing.Last is { IsUnderWay: true })
            return RestartRefusal.UnderWay;
        if (isForced)
        {
            // After the deadline the guest still runs: only then is pulling the plug a choice.
            if (standing.Last is not { Phase: RestartPhase.StillRunning })
                return RestartRefusal.ForceNotDue;
        }
        else if (standing.Last is { } last && now - last.RequestedAt < RestartLimits.PerDomain && last.Phase != RestartPhase.Withdrawn)
        {
            return RestartRefusal.TooSoon;
        }

        return standing.UnderWay >= RestartLimits.MostAtOnce ? RestartRefusal.TooMany : null;
    }

    private static bool IsOfOtherPlatform(DomainPower domain) => domain.Facts.OpenStack is not null || domain.Facts.Ovirt is not null;
}

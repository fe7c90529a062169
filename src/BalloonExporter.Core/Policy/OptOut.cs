using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>
/// What "disable ballooning" means to a running instance. It keeps what it was started with: one that was started with ballooning is
/// never shrunk again and is given its memory back; one that was started without is not touched at all, not even when its customer
/// opts in again. Everything else waits for the next start. Pure.
/// </summary>
public static class OptOut
{
    /// <summary>Whether ballooning is wanted: the element says so, or the operator for this name, or nobody says anything.</summary>
    public static bool IsEnabled(PolicySpec? spec, string name, Limits limits) => spec?.Enabled ?? limits.OverrideOf(name)?.Spec.Enabled ?? true;

    /// <summary>Whether ballooning is wanted from the next start on.</summary>
    public static bool IsEnabledNext(DomainMemory domain, Limits limits) => IsEnabled(domain.Facts.NextPolicy, domain.Name, limits);

    /// <summary>
    /// What an instance seen for the first time was started with: its own metadata still say so, for a wish for the next start goes
    /// into the stored definition. Where somebody changed them while nobody looked, a note tells that the instance was managed.
    /// Null when the element is malformed.
    /// </summary>
    public static bool? StartedEnabled(DomainFacts facts, string name, Limits limits)
    {
        if (facts.HasManagedMarker)
            return true;
        return facts.Policy?.Problem is null ? IsEnabled(facts.Policy, name, limits) : null;
    }

    /// <summary>Whether no memory may be taken from the running instance because of a wish: the one it was started with, its own, or the next start's.</summary>
    public static bool IsOptedOut(DomainMemory domain, Limits limits) => IsOptedOut(domain.Facts, domain.Name, limits);

    /// <summary>Whether nothing at all is to be set for an instance: it is opted out, or what is wanted cannot be understood.</summary>
    public static bool LeavesAlone(DomainFacts facts, string name, Limits limits) =>
        facts.Policy?.Problem is not null || facts.NextPolicy?.Problem is not null || IsOptedOut(facts, name, limits);

    /// <summary>Whether an instance is opted out and was managed before, so that what was taken from it is to be given back.</summary>
    public static bool MayHaveMemoryBack(DomainMemory domain, Limits limits) =>
        domain.Facts.StartedEnabled == true && IsOptedOut(domain, limits);

    /// <summary>The opted-out instances that lack memory they were sold, and how much they are to have: all of it.</summary>
    public static IEnumerable<(DomainMemory Domain, long TargetKib)> Owed(IEnumerable<DomainMemory> domains, Limits limits, Moment now)
    {
        foreach (var domain in domains)
        {
            if (domain is { CurrentKib: { } currentKib, MaximumKib: { } maximumKib }
                && maximumKib - currentKib >= limits.DeadBandMinimumKib
                && MayHaveMemoryBack(domain, limits)
                && Eligibility.RefusalReason(domain, givesMemory: true, limits, now) is null)
                yield return (domain, maximumKib);
        }
    }

    /// <summary>
    /// Whether the next start will have ballooning where the running instance has none, or the other way round. Null where that
    /// cannot be said: containers, unreadable definitions, malformed wishes.
    /// </summary>
    public static bool? IsRestartRequired(DomainMemory domain, Limits limits)
    {
        var facts = domain.Facts;
        if (facts.Balloon is null or BalloonCapability.None || facts.StartedEnabled is not { } startedEnabled || facts.NextPolicy?.Problem is not null)
            return null;
        return (startedEnabled && facts.Balloon == BalloonCapability.Manageable) != (IsEnabledNext(domain, limits) && facts.NextBalloon == BalloonCapability.Manageable);
    }

    private static bool IsOptedOut(DomainFacts facts, string name, Limits limits) =>
        facts.StartedEnabled == false || !IsEnabled(facts.Policy, name, limits) || !IsEnabled(facts.NextPolicy, name, limits);
}

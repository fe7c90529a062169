using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>
/// Effect of an opt-out on a running instance. An instance keeps the setting it was started with. One started with ballooning is not
/// shrunk any more and gets its memory back; one started without is never touched, even if its customer opts in again. Any other change
/// takes effect with the next start. Pure.
/// </summary>
public static class OptOut
{
    /// <summary>Whether ballooning is enabled: by the domain's policy, else by the operator's for its name, else by default.</summary>
    public static bool IsEnabled(PolicySpec? spec, string name, Limits limits) => spec?.Enabled ?? limits.OverrideOf(name)?.Spec.Enabled ?? true;

    /// <summary>Whether ballooning is enabled from the next start on.</summary>
    public static bool IsEnabledNext(DomainMemory domain, Limits limits) => IsEnabled(domain.Facts.NextPolicy, domain.Name, limits);

    /// <summary>
    /// The setting that an instance seen for the first time was started with. Its own metadata still have it, because changes for the
    /// next start go into the stored definition. If the metadata were changed while the exporter was stopped, the managed marker shows
    /// that the instance was managed. Null when the policy is malformed.
    /// </summary>
    public static bool? StartedEnabled(DomainFacts facts, string name, Limits limits)
    {
        if (facts.HasManagedMarker)
            return true;
        return facts.Policy?.Problem is null ? IsEnabled(facts.Policy, name, limits) : null;
    }

    /// <summary>Whether a policy forbids taking memory: the one the instance was started with, its own, or the next start's.</summary>
    public static bool IsOptedOut(DomainMemory domain, Limits limits) => IsOptedOut(domain.Facts, domain.Name, limits);

    /// <summary>Whether no target may be set for an instance: it is opted out, or its policy is malformed.</summary>
    public static bool LeavesAlone(DomainFacts facts, string name, Limits limits) =>
        facts.Policy?.Problem is not null || facts.NextPolicy?.Problem is not null || IsOptedOut(facts, name, limits);

    /// <summary>Whether an instance is opted out but was managed before, so that the memory taken from it is to be given back.</summary>
    public static bool MayHaveMemoryBack(DomainMemory domain, Limits limits) =>
        domain.Facts.StartedEnabled == true && IsOptedOut(domain, limits);

    /// <summary>Opted-out instances that have less than their maximum, with the target: their maximum.</summary>
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
    /// Whether the next start changes ballooning on or off. Null when that is unknown: containers, unreadable definitions, malformed
    /// policies.
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

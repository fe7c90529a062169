using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>A requested change of a stored policy. Pure.</summary>
/// <param name="To">The values, null for a setting that is to be removed.</param>
/// <param name="Named">The settings that the request names.</param>
public sealed record PolicyChange(PolicySpec To, PolicySettings Named)
{
    /// <summary>The policy with the named settings changed and the others kept, as for JSON merge patch (RFC 7396).</summary>
    /// <remarks>
    /// <c>enabled: null</c> takes an opt-out back: what was said before it holds again. So it does not remove an operator's <c>true</c>,
    /// and brings back one that the opt-out replaced; otherwise nothing is said, and the operator's policy for the name applies.
    /// </remarks>
    /// <param name="domain">The domain with its stored policy.</param>
    /// <param name="history">Earlier changes of it, newest first.</param>
    /// <param name="limits">The constants.</param>
    /// <returns>The policy, or why there is none: one of the two.</returns>
    public (PolicySpec? Spec, string? Refusal) MergeInto(StoredDomain domain, IReadOnlyList<PolicyEdit> history, Limits limits)
    {
        if (domain.Facts.NextPolicy?.Problem is { } problem)
            return (null, $"the stored policy is malformed ({problem}): nothing of it can be kept, so replace or remove the whole");
        var before = domain.Facts.NextPolicy ?? new PolicySpec();
        var merged = before with
        {
            Enabled = Names(PolicySettings.Enabled) ? To.Enabled ?? WithoutOptOut(before, history) : before.Enabled,
            Floor = Names(PolicySettings.Floor) ? To.Floor : before.Floor,
            Ceiling = Names(PolicySettings.Ceiling) ? To.Ceiling : before.Ceiling,
            Shares = Names(PolicySettings.Shares) ? To.Shares : before.Shares,
            Swap = Names(PolicySettings.Swap) ? To.Swap : before.Swap,
        };
        return Checked(domain, merged, limits);
    }

    /// <summary>The policy that replaces the stored one, but for the swap that it states unless the request names it: that is a fact about the guest.</summary>
    /// <returns>The policy, or why there is none: one of the two.</returns>
    public (PolicySpec? Spec, string? Refusal) Replace(StoredDomain domain, Limits limits)
    {
        var before = domain.Facts.NextPolicy;
        // A malformed policy may have been meant as an opt-out.
        if (!Names(PolicySettings.Enabled) && (before?.Enabled == false || before?.Problem is not null))
        {
            var stored = before.Problem is null ? "the domain opted out" : "the stored policy is malformed and may be an opt-out";
            return (null, $"{stored}, and a policy without \"enabled\" would end that: name it (false, true or null), or change single settings with PATCH");
        }

        return Checked(domain, Names(PolicySettings.Swap) ? To : To with { Swap = before?.Swap }, limits);
    }

    private bool Names(PolicySettings setting) => (Named & setting) != 0;

    private static bool? WithoutOptOut(PolicySpec before, IReadOnlyList<PolicyEdit> history)
    {
        if (before.Enabled != false)
            return before.Enabled;
        var optedOut = history.SkipWhile(edit => edit is { After.Enabled: false, Before.Enabled: false }).FirstOrDefault();
        return optedOut is { After.Enabled: false, Before.Enabled: true } ? true : null;
    }

    private (PolicySpec? Spec, string? Refusal) Checked(StoredDomain domain, PolicySpec spec, Limits limits)
    {
        var refusal = PolicyRules.RefusalOf(domain, spec) ?? PolicyRules.SizeRefusal(domain, spec, Named, limits);
        return refusal is null ? (spec, null) : (null, refusal);
    }
}

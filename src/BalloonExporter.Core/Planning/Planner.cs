using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>
/// alerts/planner.rules.yml for one host, in C#: what Prometheus would recommend from the same scrapes and evaluations. A differential test holds the two
/// together. Holds history and no clock; not thread-safe. Nothing here knows of guard-rails.
/// </summary>
public sealed class Planner(PlannerConstants constants)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OverfullTime = TimeSpan.FromSeconds(20);

    private readonly SampleHistory _samples = new();
    private readonly EvaluationHistory _evaluations = new();

    /// <summary>Records a scrape. Scrapes must be in order.</summary>
    public void Store(HostSample sample) => _samples.Add(sample);

    /// <summary>The plan at a moment.</summary>
    /// <param name="now">Time of the evaluation.</param>
    /// <param name="inhibited">Domains whose takes Alertmanager would inhibit.</param>
    public HostPlan Evaluate(Moment now, IReadOnlySet<Guid>? inhibited = null)
    {
        var before = _evaluations.At(now);
        var current = _evaluations.Begin(now);
        var newest = _samples.At(now);
        NoteInterval(newest, before, current);
        if (newest is not { } host)
            return HostPlan.None;
        foreach (var domain in host.Domains.Values)
            current.Domains[domain.Uuid] = (domain.UsableRatio, domain.SwappedBytes);
        if (host is not { TotalBytes: > 0 and var total })
            return HostPlan.None;

        var plans = IsUsable(host, current) ? Members(host, now) : [];
        if (host is not { AvailableBytes: { } available })
            return new HostPlan(null, false, plans);

        var marks = Marks.Of(total, host.ReserveBytes, constants);
        var level = new Levels(_samples, constants).Of(available, plans.Sum(plan => plan.UrgentLackBytes), marks, before, current);
        var infeasible = SplitWhenOverfull(plans, total, available, marks, level, before, current);
        foreach (var plan in plans)
            plan.Vetoed = (plan.UnderPressure && !infeasible) || plan.ShrinkBlocked || inhibited?.Contains(plan.Uuid) == true;
        Divide(plans, host, available, marks, level, infeasible, now);
        foreach (var plan in plans)
            Recommendation.Set(plan, level, constants);
        return new HostPlan(level, infeasible, plans);
    }

    private static void NoteInterval(HostSample? host, Evaluation? before, Evaluation current)
    {
        current.ScrapedAt = host?.LibvirtUp is null ? null : host.At;
        var scrapes = current.ScrapedAt - before?.ScrapedAt is { } apart && apart > TimeSpan.Zero ? apart : before?.Interval;
        if (scrapes is null && current.ScrapedAt is null)
            return;
        var evaluations = before is null ? FirstInterval : current.At - before.At;
        current.Interval = scrapes > evaluations ? scrapes : evaluations;
    }

    private bool IsUsable(HostSample host, Evaluation current)
    {
        var interval = current.Interval < LongestInterval ? current.Interval.Value : LongestInterval;
        return host.LibvirtUp == true && (current.At - host.At).TotalSeconds < Math.Max(interval.TotalSeconds + 15, constants.MaxAgeSeconds);
    }

    private List<DomainPlan> Members(HostSample host, Moment now)
    {
        var need = new Need(_samples, _evaluations, constants);
        var plans = new List<DomainPlan>();
        foreach (var domain in host.Domains.Values)
        {
            if (Membership.Of(domain, constants) is not { } plan)
                continue;
            plan.ShrinkBlocked = domain.ShrinkBlockedUntil > now;
            plan.RecoveryBlocked = domain.RecoveryBlockedUntil > now;
            plan.RaisedBytes = Movement.Raised(domain, _samples, now);
            need.Compute(plan, domain, now);
            plans.Add(plan);
        }

        return plans;
    }

    private bool SplitWhenOverfull(
        List<DomainPlan> plans, double total, double available, Marks marks, HostLevel level, Evaluation? before, Evaluation current)
    {
        var pool = Math.Min(available + plans.Sum(plan => plan.HeldBytes), total);
        current.Overfull = plans.Sum(plan => plan.DemandBytes) > (pool - marks.CritBytes) * (before?.Overfull == true ? constants.SplitLeaveRatio : 1);
        var infeasible = _evaluations.OverfullThroughout(current.At, OverfullTime) && level >= HostLevel.Soft;
        if (infeasible)
            Split.Divide(plans, Math.Max(pool - (marks.RedBytes * (constants.SplitReserveRatio / constants.RedEnterRatio)), 0));
        return infeasible;
    }

    private void Divide(List<DomainPlan> plans, HostSample host, double available, Marks marks, HostLevel level, bool infeasible, Moment now)
    {
        var granted = host.Domains.Values.Sum(domain => Movement.Granted(domain, Movement.Raised(domain, _samples, now)));
        var inflight = host.Domains.Values.Sum(domain => Movement.Inflight(domain, _samples, now, constants));
        var smallestPart = LargeParts.SmallestBytes(plans, constants);
        var deficit = Rounding.Cut(marks.GoalBytes - available - inflight + granted + plans.Sum(plan => plan.NeedBytes));
        new Takes(smallestPart).Divide(plans, level >= HostLevel.Soft ? deficit : 0, level, level >= HostLevel.Red && !infeasible);
        new Growth(smallestPart, constants).Divide(plans, available, granted, marks, level);
        var need = plans.Sum(plan => plan.LackBytes);
        new Recovery(smallestPart, constants).Divide(plans, level == HostLevel.Green ? available - granted - need - marks.GreenBytes : 0);
    }
}

using BalloonExporter.Core.Planning;

namespace BalloonExporter.Tests.Alerts.Differential;

/// <summary>How often the random histories came to each kind of thing: what they never come to is not compared.</summary>
internal sealed class Coverage
{
    private readonly Dictionary<string, int> _counts = [];

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public void Add(HostPlan plan)
    {
        Count(plan.Level?.ToString() ?? "unknown", true);
        Count("infeasible", plan.Infeasible);
        foreach (var domain in plan.Domains)
        {
            Count("pressure", domain.UnderPressure);
            Count("blocked shrink", domain.ShrinkBlocked);
            Count("blocked recovery", domain.RecoveryBlocked);
            Count("debt", domain.DebtBytes > 0);
            Count("slope", domain.SlopeBytes > 0);
            Count("idle take", domain.IdleTakeBytes > 0);
            Count("spare take", domain.SpareTakeBytes > 0);
            Count("passed over", domain.IdleTakeBytes == 0 || domain.GrowBytes == 0);
            Count("unoccupied floor", domain.SplitBytes < domain.FloorBytes);
            Count("freeze", plan.Level == HostLevel.Crit && domain.TakeBytes is null && domain.RecommendedBytes < domain.TargetBytes);
            Count("growth", domain.GrowBytes > 0);
            Count("recovery", domain.RecoverBytes > 0);
            Count("raised", domain.RaisedBytes > 0);
            Count("move", domain.HasMove);
        }
    }

    public void AddReflex(double? demand) => Count("demand of the reflexes", demand is not null);

    private void Count(string what, bool holds) => _counts[what] = _counts.GetValueOrDefault(what) + (holds ? 1 : 0);
}

namespace BalloonExporter.Core.Planning;

/// <summary>Which domains take part: managed, running, with fresh statistics, and with all values that the plan needs, if they make sense.</summary>
internal static class Membership
{
    /// <summary>The plan of a domain that takes part; null when it does not.</summary>
    public static DomainPlan? Of(DomainSample domain, PlannerConstants constants)
    {
        var maximum = domain.CeilingBytes < domain.MaximumBytes ? domain.CeilingBytes : domain.MaximumBytes;
        return domain is
        {
            Managed: true,
            Fresh: true,
            Running: true,
            WorkingSetBytes: > 0 and < double.PositiveInfinity,
            CurrentBytes: > 0,
            InForceBytes: >= 0 and < double.PositiveInfinity,
            ResidentBytes: >= 0 and < double.PositiveInfinity,
            FloorBytes: >= 0,
        } && domain.FloorBytes <= maximum && maximum < double.PositiveInfinity
            ? new DomainPlan(domain, maximum.Value, domain.Shares < double.PositiveInfinity ? Math.Max(domain.Shares.Value, 1) : constants.DefaultShares)
            : null;
    }
}

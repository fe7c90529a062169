using BalloonExporter.Core.Planning;

namespace BalloonExporter.Tests.Alerts.Differential;

/// <summary>Something that the rules record and C# computes.</summary>
/// <param name="Rule">The recorded series.</param>
/// <param name="Tolerance">How far the two may lie apart.</param>
/// <param name="OfHost">The value of a host; null for something of domains.</param>
/// <param name="OfDomain">The value of a domain; null where there is none.</param>
internal sealed record Quantity(string Rule, double Tolerance, Func<HostPlan, double?>? OfHost, Func<DomainPlan, double?>? OfDomain)
{
    // Far within the dead-band of 16 MiB: sums in another order, no more.
    private const double Bytes = 64 << 10;
    private const double Number = 0.5;

    public static IReadOnlyList<Quantity> All { get; } =
    [
        Host("balloon:host_level:number", plan => (int?)plan.Level),
        Host("balloon:host_infeasible:bool", plan => plan.Level is null ? null : plan.Infeasible ? 1 : 0),
        Domain("balloon:domain_pressure:bool", plan => plan.UnderPressure ? 1 : null),
        // The rules tell it of domains without a plan too.
        Domain("balloon:domain_working_set:bytes", plan => plan.WorkingSetBytes) with { Rules = "(balloon:domain_working_set:bytes and balloon:domain_planned:bool)" },
        Domain("balloon:domain_demand:bytes", plan => plan.DemandBytes),
        Domain("balloon:domain_hard_floor:bytes", plan => plan.HardFloorBytes),
        Domain("balloon:domain_split:bytes", plan => plan.SplitBytes),
        Domain("balloon:domain_take:bytes", plan => plan.TakeBytes),
        Domain("balloon:domain_grow:bytes", plan => plan.GrowBytes),
        Domain("balloon:domain_recover:bytes", plan => plan.RecoverBytes),
        Domain("balloon:domain_target:recommended_bytes", plan => plan.RecommendedBytes),
        Domain("balloon:domain_target:move_bytes", plan => plan.HasMove ? plan.RecommendedBytes : null),
    ];

    /// <summary>What is compared of the recorded series: all of it.</summary>
    public string Rules { get; init; } = Rule;

    /// <summary>The series with what C# says.</summary>
    public string Expected => $"expected_{Rule["balloon:".Length..].Replace(':', '_')}";

    /// <summary>Whatever differs, or is only on one side.</summary>
    public string Difference => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"abs({Rules} - {Expected}) > {Tolerance} or ({Rules} unless {Expected}) or ({Expected} unless {Rules})");

    private static Quantity Host(string rule, Func<HostPlan, double?> of) => new(rule, Number, of, null);

    private static Quantity Domain(string rule, Func<DomainPlan, double?> of) => new(rule, rule.EndsWith(":bool", StringComparison.Ordinal) ? Number : Bytes, null, of);
}

namespace BalloonExporter.Core.Planning;

/// <summary>A constant of the plan, by name.</summary>
/// <param name="Name">As in balloon:config:NAME.</param>
/// <param name="Of">Reads its value.</param>
/// <param name="With">Returns the constants with another value of this one.</param>
public sealed record PlannerConstant(
    string Name, Func<PlannerConstants, double> Of, Func<PlannerConstants, double, PlannerConstants> With);

namespace BalloonExporter.Core.Planning;

/// <summary>One constant of the plan by its name.</summary>
/// <param name="Name">As in balloon:config:NAME.</param>
/// <param name="Of">Its value.</param>
/// <param name="With">The constants with another value of this one.</param>
public sealed record PlannerConstant(
    string Name, Func<PlannerConstants, double> Of, Func<PlannerConstants, double, PlannerConstants> With);

namespace BalloonExporter.Lab.Health;

/// <summary>A constant of the planner that cannot be used, overridden as people do it. It stops the planner everywhere, so it comes last.</summary>
internal static class PlannerScenario
{
    private const string Rules = """
        groups:
          - name: overrides
            rules:
              - record: balloon:override:goal_ratio
                expr: vector(-1)
        """;

    public static Scenario Of(PrometheusServer prometheus) =>
        new("a negative goal_ratio overridden, and a reload", () => ReloadAsync(prometheus), new AwaitedAlert("BalloonPlannerConfigInvalid", null));

    private static async Task ReloadAsync(PrometheusServer prometheus)
    {
        if (!await prometheus.ReloadAsync("override.yml", Rules))
            throw new LabException($"Prometheus refuses the rules\n{prometheus.LogTail}");
    }
}

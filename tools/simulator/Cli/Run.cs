using BalloonExporter.Simulator.Controllers;

namespace BalloonExporter.Simulator.Cli;

/// <summary>Hours to simulate: each scenario with each controller and each seed.</summary>
internal sealed record Run
{
    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    public required IReadOnlyList<NamedController> Controllers { get; init; }

    public required SeedRange Seeds { get; init; }

    /// <summary>The file for the rows; null: none.</summary>
    public required string? Json { get; init; }

    /// <summary>Seconds from evaluation to arrival of a plan; null: as measured.</summary>
    public required int? PlanDelay { get; init; }

    public required int Jobs { get; init; }

    /// <summary>Simulates them, scenario by scenario.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Play(TextWriter output)
    {
        var rows = new List<Row>();
        // A file that cannot be written is an error before the simulation, not after it.
        Write(rows);
        foreach (var scenario in Scenarios)
        {
            rows.AddRange(Play(scenario));
            Write(rows);
            Table.Write(output, scenario, Controllers, rows);
        }
    }

    private Row[] Play(Scenario scenario)
    {
        var hours = Controllers.SelectMany(controller => Seeds.All.Select(seed => (Controller: controller, Seed: seed))).ToList();
        var rows = new Row[hours.Count];
        Parallel.For(0, hours.Count, new ParallelOptions { MaxDegreeOfParallelism = Jobs }, index =>
        {
            var (controller, seed) = hours[index];
            rows[index] = new Row(scenario.Name, controller.Name, seed, Score.Of(scenario, controller.Make(scenario, PlanDelay), seed));
        });
        return rows;
    }

    private void Write(List<Row> rows)
    {
        if (Json is not null)
            OutputFile.Replace(Json, stream => Row.Write(stream, rows));
    }
}

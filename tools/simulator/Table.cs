using BalloonExporter.Simulator.Controllers;

namespace BalloonExporter.Simulator;

/// <summary>A scenario's table in Markdown: a line for each controller.</summary>
public static class Table
{
    private static readonly IReadOnlyList<Column> Columns = [.. Column.All.Where(column => column.Heading is not null)];

    public static void Write(TextWriter output, Scenario scenario, IReadOnlyList<NamedController> controllers, IReadOnlyCollection<Row> rows)
    {
        output.WriteLine($"### {scenario.Name}: {scenario.Description}\n");
        output.WriteLine($"| | {string.Join(" | ", Columns.Select(column => column.Heading))} |");
        output.WriteLine($"|---|{string.Concat(Columns.Select(_ => "--:|"))}");
        foreach (var controller in controllers)
        {
            var scores = rows.Where(row => row.Scenario == scenario.Name && row.Controller == controller.Name).Select(row => row.Score).ToList();
            output.WriteLine($"| {controller.Name} | {string.Join(" | ", Columns.Select(column => column.Cell(scores)))} |");
        }

        output.WriteLine();
    }
}

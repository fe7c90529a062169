using BalloonExporter.Backtest.Output;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>The overcommits of a sweep, for people.</summary>
internal static class SweepTable
{
    private static readonly string[] Shown = ["reclaimed_ratio_of_hindsight", "under_demand_minutes_per_server_month", "moves_per_server_hour", "kills"];

    public static void Write(IReadOnlyList<SweepPoint> sweep, TextWriter output)
    {
        if (sweep.Count == 0)
            return;
        var figures = Shown.Select(name => FigureList.All.Single(figure => figure.Name == name)).ToList();
        TextTable.Write(
            [
                ["overcommit", "hosts", .. Shown, "kills without"],
                .. sweep.Select(point => (string[])
                [
                    FigureList.Text(point.Overcommit), FigureList.Text(point.Hosts), .. figures.Select(figure => FigureList.Text(figure.Of(point.With))), FigureList.Text(point.Without.Kills),
                ]),
            ],
            output);
    }
}

using System.Globalization;
using System.Text.Json;
using BalloonExporter.Backtest.History;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>A history in a Prometheus, asked for in pieces.</summary>
/// <param name="name">Name for messages.</param>
/// <param name="client">The Prometheus.</param>
/// <param name="matchers">Matchers that the series must satisfy.</param>
/// <param name="grid">The moments.</param>
internal sealed class PrometheusHistory(string name, PrometheusClient client, IReadOnlyList<string> matchers, TimeGrid grid) : IHistorySource
{
    // A quarter of a day at five minutes: a megabyte for 500 servers.
    private const int MomentsOfAPiece = 72;

    public string Name => name;

    public async Task<ServerHistory> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            if (grid.To - grid.From < grid.StepSeconds)
                throw new FormatException($"the range {grid} has less than two moments, {grid.StepSeconds} s apart");
            var history = new SeriesHistory(grid);
            for (var first = 0; first < grid.Moments; first += MomentsOfAPiece)
                await ReadAsync(history, grid.At(first), grid.At(Math.Min(grid.Moments, first + MomentsOfAPiece) - 1), cancellation);
            return history.Build();
        }
        catch (Exception exception) when (exception is FormatException or HttpRequestException)
        {
            throw new HistoryException($"{name}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HistoryException($"{name}: its answer is not that of a Prometheus", exception);
        }
        finally
        {
            client.Dispose();
        }
    }

    private async Task ReadAsync(SeriesHistory history, long from, long to, CancellationToken cancellation)
    {
        using (var needs = await client.RangeAsync($"last_over_time({Selector(SeriesHistory.Need)}[{SeriesHistory.LookbackSeconds}s])", from, to, grid.StepSeconds, cancellation))
        {
            foreach (var series in PrometheusResult.Series(needs))
            {
                var labels = PrometheusResult.Labels(series);
                foreach (var sample in series.GetProperty("values").EnumerateArray())
                    history.Add(SeriesHistory.Need, labels, sample[0].GetDouble(), PrometheusResult.Value(sample));
            }
        }

        // What was sold and the host's memory seldom change: the last value of the piece, and of the five minutes before it.
        var seconds = to - from + (5 * 60);
        foreach (var seldom in (string[])[SeriesHistory.Sold, SeriesHistory.HostTotal])
        {
            using var values = await client.InstantAsync(string.Create(CultureInfo.InvariantCulture, $"last_over_time({Selector(seldom)}[{seconds}s])"), to, cancellation);
            foreach (var series in PrometheusResult.Series(values))
                history.Add(seldom, PrometheusResult.Labels(series), to, PrometheusResult.Value(series.GetProperty("value")));
        }
    }

    private string Selector(string series) => matchers.Count == 0 ? series : $"{series}{{{string.Join(',', matchers)}}}";
}

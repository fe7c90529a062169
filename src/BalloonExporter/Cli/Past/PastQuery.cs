using System.Text.Json;
using BalloonExporter.Cli.Backtesting;

namespace BalloonExporter.Cli.Past;

/// <summary>Asks a Prometheus for series at one moment.</summary>
/// <param name="name">The Prometheus, for messages.</param>
/// <param name="client">The Prometheus.</param>
/// <param name="matchers">Matchers that the series must satisfy.</param>
internal sealed class PastQuery(string name, PrometheusClient client, IReadOnlyList<string> matchers)
{
    public string Name => name;

    /// <summary>The series of some metrics.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="among">What else they must match.</param>
    /// <param name="at">UNIX seconds.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HistoryException">It does not answer; the message says why.</exception>
    public async Task<IReadOnlyList<PastSeries>> AskAsync(IEnumerable<string> metrics, IEnumerable<string> among, long at, CancellationToken cancellation)
    {
        var query = $"{{__name__=~\"{string.Join('|', metrics)}\",{string.Join(',', [.. among, .. matchers])}}}";
        try
        {
            using var answer = await client.InstantAsync(query, at, cancellation);
            return PastSeries.Of(answer);
        }
        catch (HttpRequestException exception)
        {
            throw new HistoryException($"{name}: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new HistoryException($"{name}: its answer is not that of a Prometheus", exception);
        }
    }

    /// <summary>A matcher of a label.</summary>
    public static string Matcher(string label, string value) =>
        $"{label}=\"{value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}

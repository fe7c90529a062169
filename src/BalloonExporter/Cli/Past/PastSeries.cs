using System.Globalization;
using System.Text.Json;

namespace BalloonExporter.Cli.Past;

/// <summary>One series of a Prometheus at one moment.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Labels">Its labels, its name among them.</param>
/// <param name="Value">Its value.</param>
internal sealed record PastSeries(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    private const string NameLabel = "__name__";

    // By these the rules join the series of one exporter.
    private static readonly string[] HostLabels = ["cluster", "job", "instance"];

    /// <summary>The exporter that it is of, for comparisons.</summary>
    public string Exporter => string.Join('\n', HostLabels.Select(Label));

    /// <summary>Matchers of that exporter.</summary>
    public IEnumerable<string> ExporterMatchers => HostLabels.Select(label => PastQuery.Matcher(label, Label(label)));

    /// <summary>A label; empty where there is none.</summary>
    public string Label(string name) => Labels.GetValueOrDefault(name, "");

    /// <summary>The series of an answer, those without a finite value left out.</summary>
    /// <exception cref="JsonException">It is none of a Prometheus.</exception>
    public static IReadOnlyList<PastSeries> Of(JsonDocument answer)
    {
        try
        {
            return
            [
                .. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(Read).Where(series => double.IsFinite(series.Value)),
            ];
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException("its answer is not that of a Prometheus", exception);
        }
    }

    private static PastSeries Read(JsonElement series)
    {
        var labels = series.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "");
        return new PastSeries(labels.GetValueOrDefault(NameLabel, ""), labels, double.Parse(series.GetProperty("value")[1].GetString() ?? "NaN", NumberStyles.Float, CultureInfo.InvariantCulture));
    }
}

using System.Globalization;
using System.Text.Json;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>Reads answers of a Prometheus.</summary>
internal static class PrometheusResult
{
    /// <summary>The series of an answer.</summary>
    public static JsonElement.ArrayEnumerator Series(JsonDocument answer) => answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray();

    /// <summary>The labels of a series.</summary>
    public static Dictionary<string, string> Labels(JsonElement series) =>
        series.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "");

    /// <summary>The value of a sample.</summary>
    public static double Value(JsonElement sample) => double.Parse(sample[1].GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}

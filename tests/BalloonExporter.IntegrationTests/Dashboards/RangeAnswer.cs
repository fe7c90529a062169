using System.Text.Json;

namespace BalloonExporter.IntegrationTests.Dashboards;

/// <summary>The labels of the series in Prometheus' answer to an instant or a range query.</summary>
internal static class RangeAnswer
{
    /// <summary>One entry per series that has a number at some moment.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(JsonElement data)
    {
        var result = data.GetProperty("result");
        if (data.GetProperty("resultType").GetString() == "scalar")
            return IsNumber(result) ? [new Dictionary<string, string>()] : [];
        return
        [
            .. result.EnumerateArray().Where(HasNumber).Select(series => series.GetProperty("metric").EnumerateObject()
                .ToDictionary(label => label.Name, label => label.Value.GetString()!)),
        ];
    }

    private static bool HasNumber(JsonElement series) =>
        series.TryGetProperty("value", out var sample) ? IsNumber(sample) : series.GetProperty("values").EnumerateArray().Any(IsNumber);

    private static bool IsNumber(JsonElement sample) => sample[1].GetString() != "NaN";
}

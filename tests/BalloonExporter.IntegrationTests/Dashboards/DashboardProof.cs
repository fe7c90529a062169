using System.Text.Json;
using System.Text.RegularExpressions;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Dashboards;

/// <summary>
/// Asks a Prometheus every query of every dashboard, over the whole time it has run: each brings something, none fails, legends
/// find their labels and tell apart what they name.
/// </summary>
/// <remarks>What is asked for one moment is asked for each of the given ones, the last of which is the end, until it brings something.</remarks>
internal sealed partial class DashboardProof(
    PrometheusServer prometheus, DateTimeOffset start, IReadOnlyList<DateTimeOffset> moments, IReadOnlyDictionary<string, string> values)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    // Recorded each four minutes, and only of domains that lacked memory: a test of minutes has none.
    private const string Owed = "balloon-fleet/What we owe/";

    /// <summary>What is wrong, one line each. The answers are written down for the pictures of the dashboards.</summary>
    public async Task<IReadOnlyList<string>> WrongAsync()
    {
        var wrong = new List<string>();
        var answers = new Dictionary<string, JsonElement>();
        foreach (var part in DashboardFile.Files.SelectMany(file => DashboardFile.Read(file, values)).GroupBy(query => (query.Dashboard, query.Part)))
        {
            var legends = new List<string>();
            foreach (var query in part)
            {
                try
                {
                    var (answer, shown) = await AskAsync(query);
                    answers[query.Name] = shown;
                    var series = RangeAnswer.Read(answer);
                    if (series.Count == 0 && !query.Name.StartsWith(Owed, StringComparison.Ordinal))
                        wrong.Add($"{query.Name} brings nothing: {query.Expression}");
                    wrong.AddRange(Missing(query, series).Select(label => $"{query.Name} has no label {label} for its legend: {query.Expression}"));
                    if (!query.IsTable)
                        legends.AddRange(series.Select(labels => Placeholder().Replace(query.Legend, match => labels[match.Groups[1].Value])));
                }
                catch (LabException failure)
                {
                    wrong.Add($"{query.Name} fails: {failure.Message}");
                }
            }

            wrong.AddRange(legends.GroupBy(legend => legend).Where(same => same.Count() > 1)
                .Select(same => $"{part.Key.Dashboard}/{part.Key.Part} shows {same.Count()} times \"{same.Key}\""));
        }

        await WriteAsync(answers);
        return wrong;
    }

    /// <summary>The tiles that show something now, asked as the dashboards ask.</summary>
    public async Task<IReadOnlyList<string>> ShownAsync()
    {
        var shown = new List<string>();
        foreach (var query in DashboardFile.Files.SelectMany(file => DashboardFile.Read(file, values)).Where(query => query.IsTile))
        {
            var now = TimeProvider.System.GetUtcNow();
            var answer = query.IsInstant ? await prometheus.AskAsync(query.Expression, now) : await prometheus.AskAsync(query.Expression, start, now, Step);
            if (RangeAnswer.Read(answer).Count > 0)
                shown.Add($"{query.Name}: {query.Expression}");
        }

        return shown;
    }

    private static IEnumerable<string> Missing(DashboardQuery query, IReadOnlyList<IReadOnlyDictionary<string, string>> series) =>
        Placeholder().Matches(query.Legend).Select(match => match.Groups[1].Value).Distinct()
            .Where(label => series.Any(labels => !labels.ContainsKey(label)));

    // What it brings at some moment, and what a picture shows: the end, so that all of it is of one moment.
    private async Task<(JsonElement Answer, JsonElement Shown)> AskAsync(DashboardQuery query)
    {
        if (!query.IsInstant)
        {
            var whole = await prometheus.AskAsync(query.Expression, start, moments[^1], Step);
            return (whole, whole);
        }

        var shown = await prometheus.AskAsync(query.Expression, moments[^1]);
        var answer = shown;
        foreach (var moment in moments.SkipLast(1))
        {
            if (RangeAnswer.Read(answer).Count > 0)
                break;
            answer = await prometheus.AskAsync(query.Expression, moment);
        }

        return (answer, shown);
    }

    private async Task WriteAsync(Dictionary<string, JsonElement> answers)
    {
        await using var file = File.Create(Repository.PathOf("artifacts", "dashboard-answers.json"));
        await JsonSerializer.SerializeAsync(file, new
        {
            From = start.ToUnixTimeMilliseconds(),
            To = moments[^1].ToUnixTimeMilliseconds(),
            StepMs = (long)Step.TotalMilliseconds,
            Values = values,
            Answers = answers,
        });
    }

    [GeneratedRegex(@"\{\{\s*(\w+)\s*\}\}")]
    private static partial Regex Placeholder();
}

using System.Globalization;
using System.Text;

namespace BalloonExporter.Lab.Bench;

/// <summary>The results as Markdown.</summary>
internal static class Tables
{
    public static string Of(
        int domains,
        BenchOptions options,
        IReadOnlyList<Measurement> measurements,
        Dictionary<string, TimeSpan> starts,
        Dictionary<string, Memory> memory)
    {
        var floor = measurements[0].Median;
        var text = new StringBuilder();
        text.AppendLine(Inv($"### {domains} domains, {options.Scrapes} scrapes each in turns"));
        text.AppendLine();
        text.AppendLine("| | median | of the raw call | p99 | CPU a scrape | CPU of the daemon | page | series | start to first scrape "
            + Inv($"| resident after {options.MemoryScrapes} | grown since {options.MemoryScrapes / 2} |"));
        text.AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var each in measurements)
        {
            var name = each.Subject.Name;
            var resident = memory.GetValueOrDefault(name);
            string[] cells =
            [
                name,
                Time(each.Median),
                Inv($"{each.Median / floor:0.00}"),
                Time(each.P99),
                Time(each.ProcessorTime),
                Time(each.DaemonTime),
                each.Bytes is { } bytes ? Inv($"{bytes / 1024.0:0.0} KiB") : "",
                each.Series is { } series ? Inv($"{series}") : "",
                Time(starts.TryGetValue(name, out var start) ? start : null),
                resident is null ? "" : Inv($"{resident.EndBytes / 1048576.0:0.0} MiB"),
                resident is null ? "" : Inv($"{(resident.EndBytes - resident.HalfwayBytes) / 1048576.0:0.0} MiB"),
            ];
            text.AppendLine($"| {string.Join(" | ", cells)} |");
        }

        return text.ToString();
    }

    private static string Time(TimeSpan? time) => time is { } value ? Inv($"{value.TotalMilliseconds:0.0} ms") : "";

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

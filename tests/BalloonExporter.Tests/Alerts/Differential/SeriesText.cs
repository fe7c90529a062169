using System.Globalization;
using System.Text;
using BalloonExporter.Backtest.Rules;

namespace BalloonExporter.Tests.Alerts.Differential;

/// <summary>Input series of a test of promtool.</summary>
internal sealed class SeriesText
{
    private readonly StringBuilder _text = new();

    /// <summary>The constants of one host as an operator records them, and its history as the exporter shows it.</summary>
    public void Add(RandomHost host)
    {
        var labels = LabelsOf(host);
        foreach (var (constant, value) in host.Overrides)
            Add($"balloon:override:{constant.Name}{{instance=\"{host.Instance}\"}}", host.Samples.Select(_ => (double?)value));
        foreach (var (name, of) in PlanSeries.OfHost)
            Add($"{name}{{{labels}}}", host.Samples.Select(of));
        foreach (var uuid in host.Samples.SelectMany(sample => sample.Domains.Keys).Distinct())
            AddDomain(host, uuid);
    }

    /// <summary>One series. Null: it ends, until there is a value again.</summary>
    public void Add(string series, IEnumerable<double?> values)
    {
        List<double?> all = [.. values];
        if (all.TrueForAll(value => value is null))
            return;
        _text.Append("      - {series: '").Append(series).Append("', values: '");
        for (var index = 0; index < all.Count; index++)
            _text.Append(index == 0 ? "" : " ").Append(all[index]?.ToString("R", CultureInfo.InvariantCulture) ?? (index > 0 && all[index - 1] is not null ? "stale" : "_"));
        _text.Append("'}\n");
    }

    /// <summary>The labels of a host's own series.</summary>
    public static string LabelsOf(RandomHost host) => $"instance=\"{host.Instance}\",job=\"balloon\"";

    /// <summary>The labels of a domain's series.</summary>
    public static string LabelsOf(RandomHost host, Guid uuid) => $"domain=\"d\",instance=\"{host.Instance}\",job=\"balloon\",uuid=\"{uuid}\"";

    public override string ToString() => _text.ToString();

    private void AddDomain(RandomHost host, Guid uuid)
    {
        foreach (var (name, of) in PlanSeries.OfDomain)
            Add($"{name}{{{LabelsOf(host, uuid)}}}", host.Samples.Select(sample => sample.Of(uuid) is { } domain ? of(domain) : null));
    }
}

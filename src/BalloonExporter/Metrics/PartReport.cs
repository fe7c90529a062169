using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>How the parts of one scrape went: each read, and turned into series. Not thread-safe.</summary>
internal sealed class PartReport
{
    /// <summary>Names the collectors that are in every scrape and belong to no part.</summary>
    public const string Always = "exporter";

    private readonly IReadOnlyList<PartOutcome> _read;
    private readonly List<PartOutcome> _parts;

    /// <param name="read">How the reads went.</param>
    /// <param name="wanted">The parts that were asked for. Some are read whatever is asked for, because decisions need them.</param>
    public PartReport(IReadOnlyList<PartOutcome> read, IReadOnlySet<CollectorName> wanted)
    {
        _read = read;
        var labels = wanted.Select(Labels.ToLabel).ToHashSet(StringComparer.Ordinal);
        _parts = [.. read.Where(part => labels.Contains(part.Part))];
    }

    /// <summary>Adds what turning a part into series took, and why that failed if it did. A part has succeeded when all of it has.</summary>
    public void Add(CollectorName? name, TimeSpan duration, string? error)
    {
        var label = name?.ToLabel() ?? Always;
        var index = _parts.FindIndex(part => part.Part == label);
        if (index >= 0)
            _parts[index] = new PartOutcome(label, _parts[index].Duration + duration, _parts[index].Error ?? error);
        else if (IsNeverRead(name))
            _parts.Add(new PartOutcome(label, duration, error));
        else if (_read.FirstOrDefault(part => part.Part == ReadWith(name!.Value)?.ToLabel()) is { } source)
            _parts.Add(new PartOutcome(label, duration, source.Error ?? error));
        // What was not read, because it is of another host or libvirt is down, neither succeeded nor failed.
        else if (error is not null)
            _parts.Add(new PartOutcome(label, duration, error));
    }

    public void Write(MetricPage page)
    {
        var success = page.Gauge("balloon_scrape_collector_success", "Whether a part of the scrape succeeded.", ["collector"]);
        var duration = page.Gauge("balloon_scrape_collector_duration_seconds", "Time a part of the scrape took.", ["collector"]);
        foreach (var part in _parts)
        {
            success.Write(part.Success ? 1 : 0, part.Part);
            duration.Write(part.Duration.TotalSeconds, part.Part);
        }
    }

    private static bool IsNeverRead(CollectorName? name) => name is null or CollectorName.Feedback;

    // Parts without a read of their own show what another one brings.
    private static CollectorName? ReadWith(CollectorName name) => name switch
    {
        CollectorName.Commit => CollectorName.Host,
        CollectorName.Openstack or CollectorName.Ovirt => CollectorName.Libvirt,
        _ => null,
    };
}

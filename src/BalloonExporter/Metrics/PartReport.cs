using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Success and duration of the parts of one scrape. Not thread-safe.</summary>
internal sealed class PartReport
{
    /// <summary>Name for the collectors that are in every scrape and belong to no part.</summary>
    public const string Always = "exporter";

    private readonly IReadOnlyList<PartOutcome> _read;
    private readonly List<PartOutcome> _parts;

    /// <param name="read">Results of the reads.</param>
    /// <param name="wanted">The parts requested. Some are always read, because decisions need them.</param>
    public PartReport(IReadOnlyList<PartOutcome> read, IReadOnlySet<CollectorName> wanted)
    {
        _read = read;
        var labels = wanted.Select(Labels.ToLabel).ToHashSet(StringComparer.Ordinal);
        _parts = [.. read.Where(part => labels.Contains(part.Part))];
    }

    /// <summary>Adds duration and error of a part's collector. A part succeeds when its read and its collectors do.</summary>
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
        // A part that was not read, because it is on another host or libvirt is down, has neither succeeded nor failed.
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

    // Parts without a read of their own show the result of the read that provides their data.
    private static CollectorName? ReadWith(CollectorName name) => name switch
    {
        CollectorName.Commit => CollectorName.Host,
        CollectorName.Openstack or CollectorName.Ovirt => CollectorName.Libvirt,
        _ => null,
    };
}

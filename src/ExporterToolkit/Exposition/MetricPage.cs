namespace ExporterToolkit.Exposition;

/// <summary>
/// Part of a page in Prometheus' text format. Values of a snapshot are written as text directly: one object per series, as a client
/// library keeps, would be garbage after each scrape.
/// </summary>
public sealed class MetricPage : IDisposable
{
    private readonly List<MetricFamily> _families = [];

    /// <summary>Begins a metric that goes up and down.</summary>
    public MetricFamily Gauge(string name, string help, params string[] labels) => Begin(name, "gauge", help, labels);

    /// <summary>Begins a counter. It falls only when its source restarts.</summary>
    public MetricFamily Counter(string name, string help, params string[] labels) => Begin(name, "counter", help, labels);

    public async Task WriteToAsync(Stream output, CancellationToken cancellation)
    {
        foreach (var family in _families)
            await family.WriteToAsync(output, cancellation);
    }

    public void Dispose()
    {
        foreach (var family in _families)
            family.Dispose();
        _families.Clear();
    }

    private MetricFamily Begin(string name, string type, string help, string[] labels)
    {
        var family = new MetricFamily(name, type, help, labels);
        _families.Add(family);
        return family;
    }
}

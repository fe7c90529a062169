using System.Diagnostics;

namespace BalloonExporter.Lab.Demo;

/// <summary>Reads the exporter's page and Prometheus' plan into one snapshot.</summary>
internal sealed class Observer(ExporterProcess exporter, PrometheusServer prometheus, DecisionLog decisions, Func<string, string> loadOf)
{
    private const string Plan =
        """{__name__=~"balloon:host_level:number|balloon:host_deficit:bytes|balloon:domain_target:recommended_bytes"}"""
        + """ or ALERTS{alertname="BalloonTarget",alertstate="firing"}""";

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public async Task<Snapshot> TakeAsync(CancellationToken cancel)
    {
        var page = await exporter.MetricsAsync(cancel);
        var plan = await prometheus.QueryAsync(Plan, cancel);
        var recommended = Of("balloon:domain_target:recommended_bytes").ToDictionary(sample => sample["uuid"], sample => sample.Value);
        var host = new HostRow(
            page.Find("balloon_libvirt_up") == 1,
            page.Find("balloon_host_memory_total_bytes"),
            page.Find("balloon_host_memory_available_bytes"),
            (int?)Of("balloon:host_level:number").FirstOrDefault()?.Value,
            Of("balloon:host_deficit:bytes").FirstOrDefault()?.Value,
            Of("ALERTS").Count());
        var domains = page.All("balloon_domain_memory_maximum_bytes")
            .OrderBy(sample => sample["domain"], StringComparer.Ordinal)
            .Select(sample => Row(page, sample, recommended))
            .ToList();
        return new Snapshot(TimeProvider.System.GetUtcNow(), _watch.Elapsed, host, domains);

        IEnumerable<Sample> Of(string name) => plan.Where(sample => sample.Name == name);
    }

    private DomainRow Row(MetricsPage page, Sample maximum, Dictionary<string, double> recommended)
    {
        var uuid = maximum["uuid"];
        return new DomainRow(
            maximum["domain"],
            uuid,
            maximum.Value,
            Find("balloon_domain_memory_current_bytes"),
            Find("balloon_domain_target_bytes"),
            recommended.TryGetValue(uuid, out var bytes) ? bytes : null,
            Find("balloon_domain_working_set_bytes"),
            Find("balloon_domain_host_resident_bytes"),
            loadOf(maximum["domain"]),
            decisions.Of(uuid));

        double? Find(string name) => page.Find(name, ("uuid", uuid));
    }
}

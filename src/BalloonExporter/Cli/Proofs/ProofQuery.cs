using System.Globalization;
using BalloonExporter.Cli.Backtesting;
using BalloonExporter.Rules;

namespace BalloonExporter.Cli.Proofs;

/// <summary>Asks a Prometheus what a domain had within a month, on all hosts that it lived on.</summary>
/// <param name="client">The Prometheus.</param>
/// <param name="matchers">Matchers that the series must satisfy.</param>
/// <param name="month">The month.</param>
/// <param name="now">UNIX seconds: a month that has not ended is asked for until then.</param>
internal sealed class ProofQuery(PrometheusClient client, IReadOnlyList<string> matchers, ProofMonth month, long now)
{
    private const string Observed = "balloon_domain_observed_seconds_total";
    private const string Objective = "unmet_objective_ratio";

    // Of a month 8928 moments: Prometheus answers with 11000 at most.
    private const int StepSeconds = 300;

    private readonly long _end = Math.Min(now, month.To);

    /// <summary>Asks.</summary>
    /// <param name="domain">Name or UUID.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FormatException">There is no such domain, or there are several.</exception>
    /// <exception cref="HttpRequestException">The Prometheus does not answer, or refuses.</exception>
    public async Task<ProofReport> AskAsync(string domain, CancellationToken cancellation)
    {
        var uuid = await UuidOfAsync(domain, cancellation);
        var (name, hosts) = await HostsAsync(uuid, cancellation);
        if (hosts.Count == 0)
            throw new FormatException($"no data of {domain} ({Observed}) in {month.Text}");
        foreach (var (metric, put) in Counters)
            await AddAsync($"sum by (instance) (max by (instance, domain) (increase({Selector(metric, uuid)}[{Seconds}s])))", hosts, put, cancellation);
        // A counter that begins with the first rescue has risen by it.
        var rescues = $"sum by (instance) (max by (instance, trigger) ({Selector("balloon_domain_rescues_total", uuid)})) or 0 * max by (instance) ({Selector(Observed, uuid)})";
        await AddAsync($"increase(({rescues})[{Seconds}s:1m])", hosts, (host, value) => host with { Rescues = (long)Math.Round(value) }, cancellation);
        await AddAsync(
            $"max by (instance) (max_over_time({Selector("balloon_domain_rescue_wait_seconds", uuid)}[{Seconds}s]))", hosts, (host, value) => host with { LongestRescueWaitSeconds = value }, cancellation);
        await AddAsync(
            $"max by (instance) (last_over_time({Selector("balloon_domain_memory_maximum_bytes", uuid)}[{Seconds}s]))", hosts, (host, value) => host with { SoldBytes = value }, cancellation);
        return new ProofReport(
            name, uuid, month, await ObjectiveAsync(cancellation), [.. hosts.OrderBy(host => host.Value.From).ThenBy(host => host.Key, StringComparer.Ordinal).Select(host => (host.Key, host.Value))]);
    }

    private static IReadOnlyList<(string Metric, Func<ProofFigures, double, ProofFigures> Put)> Counters { get; } =
    [
        (Observed, (host, value) => host with { ObservedSeconds = value }),
        ("balloon_domain_unmet_seconds_total", (host, value) => host with { UnmetSeconds = value }),
        ("balloon_domain_below_sold_seconds_total", (host, value) => host with { BelowSoldSeconds = value }),
        ("balloon_domain_lent_byte_seconds_total", (host, value) => host with { LentByteSeconds = value }),
        ("balloon_domain_borrowed_byte_seconds_total", (host, value) => host with { BorrowedByteSeconds = value }),
    ];

    private string Seconds => (_end - month.From).ToString(CultureInfo.InvariantCulture);

    private async Task<string> UuidOfAsync(string domain, CancellationToken cancellation)
    {
        if (Guid.TryParseExact(domain, "D", out var uuid))
            return uuid.ToString();
        using var answer = await client.InstantAsync($"count by (uuid) (last_over_time({Selector(Observed, "domain", domain)}[{Seconds}s]))", _end, cancellation);
        var uuids = PrometheusResult.Series(answer).Select(series => PrometheusResult.Labels(series).GetValueOrDefault("uuid", "")).Order(StringComparer.Ordinal).ToList();
        return uuids switch
        {
            [var one] => one,
            [] => throw new FormatException($"no data of a domain {domain} ({Observed}) in {month.Text}"),
            _ => throw new FormatException($"several domains had the name {domain} in {month.Text}: give the UUID of one, {string.Join(" or ", uuids)}"),
        };
    }

    private async Task<(string Name, Dictionary<string, ProofFigures> Hosts)> HostsAsync(string uuid, CancellationToken cancellation)
    {
        var (name, newest) = ("", 0L);
        var hosts = new Dictionary<string, ProofFigures>();
        using var answer = await client.RangeAsync($"max by (instance, domain) ({Selector(Observed, uuid)})", month.From, _end, StepSeconds, cancellation);
        foreach (var series in PrometheusResult.Series(answer))
        {
            var labels = PrometheusResult.Labels(series);
            var host = labels.GetValueOrDefault("instance", "");
            var times = series.GetProperty("values").EnumerateArray().Select(sample => (long)sample[0].GetDouble()).ToList();
            var (from, to) = (times[0], times[^1]);
            if (to >= newest)
                (name, newest) = (labels.GetValueOrDefault("domain", uuid), to);
            // A domain that was given another name is the same one.
            hosts[host] = hosts.TryGetValue(host, out var known) ? known with { From = Math.Min(known.From, from), To = Math.Max(known.To, to) } : new ProofFigures { From = from, To = to };
        }

        return (name, hosts);
    }

    private async Task AddAsync(string query, Dictionary<string, ProofFigures> hosts, Func<ProofFigures, double, ProofFigures> put, CancellationToken cancellation)
    {
        using var answer = await client.InstantAsync(query, _end, cancellation);
        foreach (var series in PrometheusResult.Series(answer))
        {
            if (PrometheusResult.Labels(series).GetValueOrDefault("instance", "") is var host && hosts.TryGetValue(host, out var figures))
                hosts[host] = put(figures, PrometheusResult.Value(series.GetProperty("value")));
        }
    }

    private async Task<double> ObjectiveAsync(CancellationToken cancellation)
    {
        using var answer = await client.InstantAsync($"max(balloon:config:{Objective}{{instance=\"\"}})", _end, cancellation);
        return PrometheusResult.Series(answer).Select(series => (double?)PrometheusResult.Value(series.GetProperty("value"))).FirstOrDefault() ?? RuleConstants.Defaults[Objective];
    }

    private string Selector(string metric, string uuid) => Selector(metric, "uuid", uuid);

    private string Selector(string metric, string label, string value) => $"{metric}{{{string.Join(',', [$"{label}={Quoted(value)}", .. matchers])}}}";

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}

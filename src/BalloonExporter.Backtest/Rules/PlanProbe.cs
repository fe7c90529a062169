using System.Globalization;
using System.Text;
using BalloonExporter.Backtest.Simulation;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Backtest.Rules;

/// <summary>
/// A moment of a run that the rules are asked about: the state of a host as it was then, held for two minutes, as a test of promtool. What the run's own
/// plan makes of the same two minutes is in it as series, so that the answer is the difference.
/// </summary>
public sealed class PlanProbe
{
    /// <summary>The query whose answer is the largest difference of a target, bytes; a domain that only one of the two has counts as 1 EiB.</summary>
    public const string Question =
        "max(abs(balloon:domain_target:recommended_bytes - expected_target_bytes) or (expected_target_bytes unless balloon:domain_target:recommended_bytes) * 0 + 2 ^ 60 or (balloon:domain_target:recommended_bytes unless expected_target_bytes) * 0 + 2 ^ 60)";

    // No divisor of a window of the rules: what lies on its edge counts in some versions of Prometheus and not in others.
    private const double ScrapeSeconds = 15.007;
    private const int EvaluateSeconds = 14;
    private const int Scrapes = 9;
    private const int Seconds = EvaluateSeconds * 9;

    private static readonly Moment Epoch = new(DateTimeOffset.UnixEpoch.UtcTicks);

    private readonly HostSample _moment;
    private readonly HostPlan _plan;

    /// <param name="moment">The scrape of the run.</param>
    private PlanProbe(HostSample moment)
    {
        // The commands before the moment are as old at the last scrape as they were.
        var shift = (Epoch + TimeSpan.FromSeconds(ScrapeSeconds * (Scrapes - 1))) - moment.At;
        _moment = moment with { Domains = moment.Domains.ToDictionary(each => each.Key, each => each.Value with { TargetSetAt = each.Value.TargetSetAt + shift }) };
        var planner = new Planner(PlannerConstants.Shipped);
        var plan = HostPlan.None;
        for (var (second, scrape) = (0, 0); second <= Seconds; second += EvaluateSeconds)
        {
            for (; scrape < Scrapes && scrape * ScrapeSeconds <= second; scrape++)
                planner.Store(_moment with { At = Epoch + TimeSpan.FromSeconds(scrape * ScrapeSeconds) });
            plan = planner.Evaluate(Epoch + TimeSpan.FromSeconds(second));
        }

        _plan = plan;
    }

    /// <summary>The moments that were drawn from a run, at most so many.</summary>
    public static IReadOnlyList<PlanProbe> Of(IEnumerable<HostFigures> hosts, int most) => [.. hosts.SelectMany(host => host.Probes).Take(most).Select(moment => new PlanProbe(moment))];

    /// <summary>A test file that asks the rules about moments.</summary>
    /// <param name="ruleFiles">The rules.</param>
    /// <param name="probes">The moments.</param>
    public static string TestFile(IEnumerable<string> ruleFiles, IReadOnlyList<PlanProbe> probes)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"rule_files: [{string.Join(", ", ruleFiles.Select(file => $"'{file.Replace("'", "''", StringComparison.Ordinal)}'"))}]\nevaluation_interval: {EvaluateSeconds}s\ntests:\n");
        foreach (var probe in probes)
            probe.AddTo(text);
        return text.ToString();
    }

    private void AddTo(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"  - interval: {ScrapeSeconds * 1000:0}ms\n    input_series:\n");
        foreach (var (name, of) in PlanSeries.OfHost)
            AddSeries(text, $"{name}{{instance=\"host\",job=\"balloon\"}}", of(_moment));
        foreach (var (uuid, domain) in _moment.Domains)
        {
            foreach (var (name, of) in PlanSeries.OfDomain)
                AddSeries(text, $"{name}{LabelsOf(uuid)}", of(domain));
        }

        foreach (var domain in _plan.Domains)
            AddSeries(text, $"expected_target_bytes{LabelsOf(domain.Uuid)}", domain.RecommendedBytes);
        text.Append(CultureInfo.InvariantCulture, $"    promql_expr_test:\n      - {{expr: '{Question}', eval_time: {Seconds}s, exp_samples: []}}\n");
    }

    private static void AddSeries(StringBuilder text, string series, double? value)
    {
        if (value is { } constant)
            text.Append(CultureInfo.InvariantCulture, $"      - {{series: '{series}', values: '{constant:R}+0x{Scrapes - 1}'}}\n");
    }

    private static string LabelsOf(Guid uuid) => $"{{domain=\"d\",instance=\"host\",job=\"balloon\",uuid=\"{uuid}\"}}";
}

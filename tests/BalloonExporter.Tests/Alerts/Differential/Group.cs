using System.Globalization;
using System.Text;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Tests.Alerts.Differential;

/// <summary>Hosts that are scraped and planned at the same times.</summary>
/// <param name="ScrapeEvery">No divisor of a window of the rules: what lies on its edge counts in some versions of Prometheus and not in others.</param>
/// <param name="EvaluateEvery">The same.</param>
/// <param name="Time">How long.</param>
/// <param name="First">The number of the first host.</param>
/// <param name="Count">How many.</param>
internal sealed record Group(TimeSpan ScrapeEvery, TimeSpan EvaluateEvery, TimeSpan Time, int First, int Count)
{
    private const string Reflex = "expected_reflex_demand_bytes";
    private const string ReflexFloor = "expected_reflex_hard_floor_bytes";

    /// <summary>The test of promtool: what happens, what C# makes of it, and that the rules make the same of it.</summary>
    /// <param name="coverage">Counts what the plans came to.</param>
    public string Text(Coverage coverage)
    {
        var hosts = Enumerable.Range(First, Count).Select(number => new RandomHost(number, ScrapeEvery, Time)).ToList();
        var series = new SeriesText();
        foreach (var host in hosts)
        {
            series.Add(host);
            AddExpected(series, host, coverage);
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"  - interval: {ScrapeEvery.TotalMilliseconds}ms\n    input_series:\n{series}    promql_expr_test:\n");
        foreach (var (_, evaluation) in Checked())
        {
            foreach (var quantity in Quantity.All)
                Check(quantity.Difference);
            foreach (var (rule, reflex) in ((string, string)[])[("balloon:domain_demand:bytes", Reflex), ("balloon:domain_hard_floor:bytes", ReflexFloor)])
                Check(string.Create(CultureInfo.InvariantCulture, $"abs({rule} - {reflex}) > {PlannerConstants.Shipped.DeadbandBytes} or ({reflex} unless {rule})"));

            void Check(string expression) =>
                text.Append(CultureInfo.InvariantCulture, $"      - {{expr: '{expression}', eval_time: {evaluation.TotalSeconds}s, exp_samples: []}}\n");
        }

        return text.ToString();
    }

    // What is expected of an evaluation stands where the scrape before it does: only the last evaluation before the next scrape can be checked.
    private Dictionary<int, TimeSpan> Checked()
    {
        var last = new Dictionary<int, TimeSpan>();
        for (var at = TimeSpan.Zero; at <= Time; at += EvaluateEvery)
            last[(int)(at / ScrapeEvery)] = at;
        return last;
    }

    private void AddExpected(SeriesText series, RandomHost host, Coverage coverage)
    {
        var slots = Checked();
        var ofHost = Quantity.All.Where(quantity => quantity.OfHost is not null).ToDictionary(quantity => quantity, _ => new double?[host.Samples.Count]);
        var ofDomains = host.Samples.SelectMany(sample => sample.Domains.Keys).Distinct().ToDictionary(
            uuid => uuid,
            _ => Quantity.All.Where(quantity => quantity.OfDomain is not null).ToDictionary(quantity => quantity, _ => new double?[host.Samples.Count]));
        var reflexes = ofDomains.Keys.ToDictionary(uuid => uuid, _ => new double?[host.Samples.Count]);
        var reflexFloors = ofDomains.Keys.ToDictionary(uuid => uuid, _ => new double?[host.Samples.Count]);
        foreach (var (slot, plan, reflex) in Plans(host, slots))
        {
            coverage.Add(plan);
            foreach (var (quantity, values) in ofHost)
                values[slot] = quantity.OfHost!(plan);
            foreach (var domain in plan.Domains)
            {
                // What a minute tells of one that needs the same all the time, or grows evenly, its newest sample tells too.
                reflexes[domain.Uuid][slot] = host.Steady ? reflex.Of(domain.Uuid) : null;
                reflexFloors[domain.Uuid][slot] = host.Steady ? reflex.HardFloorOf(domain.Uuid) : null;
                coverage.AddReflex(reflexes[domain.Uuid][slot]);
                foreach (var (quantity, values) in ofDomains[domain.Uuid])
                    values[slot] = quantity.OfDomain!(domain);
            }
        }

        foreach (var (quantity, values) in ofHost)
            series.Add($"{quantity.Expected}{{{SeriesText.LabelsOf(host)}}}", values);
        foreach (var (uuid, quantities) in ofDomains)
        {
            series.Add($"{Reflex}{{{SeriesText.LabelsOf(host, uuid)}}}", reflexes[uuid]);
            series.Add($"{ReflexFloor}{{{SeriesText.LabelsOf(host, uuid)}}}", reflexFloors[uuid]);
            foreach (var (quantity, values) in quantities)
                series.Add($"{quantity.Expected}{{{SeriesText.LabelsOf(host, uuid)}}}", values);
        }
    }

    private IEnumerable<(int Slot, HostPlan Plan, ReflexDemand Reflex)> Plans(RandomHost host, Dictionary<int, TimeSpan> slots)
    {
        var planner = new Planner(host.Constants);
        var reflex = new ReflexDemand(host.Constants);
        var next = 0;
        for (var at = TimeSpan.Zero; at <= Time; at += EvaluateEvery)
        {
            while (next < host.Samples.Count && ScrapeEvery * next <= at)
            {
                planner.Store(host.Samples[next]);
                if (host.Steady)
                    reflex.See(host.Samples[next]);
                next++;
            }

            var plan = planner.Evaluate(RandomHost.At(at.TotalSeconds));
            if (slots[(int)(at / ScrapeEvery)] == at)
                yield return ((int)(at / ScrapeEvery), plan, reflex);
        }
    }
}

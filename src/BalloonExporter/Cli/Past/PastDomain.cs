using BalloonExporter.Backtest.Output;
using BalloonExporter.Cli.Backtesting;
using BalloonExporter.Core.Model;
using BalloonExporter.Explaining;

namespace BalloonExporter.Cli.Past;

/// <summary>Reads what a Prometheus knows of a domain at one moment.</summary>
/// <param name="query">The Prometheus.</param>
/// <param name="at">The moment, UNIX seconds.</param>
internal sealed class PastDomain(PastQuery query, long at)
{
    private const string Up = "balloon_libvirt_up";
    private const string State = "balloon_domain_state";
    private const string Unmanaged = "balloon_domain_unmanaged";
    private const string Mode = "balloon_feedback_mode";
    private const int Running = 1;

    private static readonly IReadOnlyList<string> OfDomain = [State, Unmanaged, .. FigureKind.OfDomain.Select(kind => kind.Metric)];
    private static readonly IReadOnlyList<string> OfHost = [Mode, .. FigureKind.OfHost.Select(kind => kind.Metric)];

    private static readonly Dictionary<string, DecisionReason> Reasons = Enum.GetValues<DecisionReason>().ToDictionary(reason => reason.ToLabel());

    /// <summary>The metrics that are asked for besides those of figures.</summary>
    public static IReadOnlyList<string> OtherMetrics { get; } = [Up, State, Unmanaged, Mode];

    /// <summary>Reads it.</summary>
    /// <param name="domain">Name or UUID.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HistoryException">There is nothing to explain; the message says what and where.</exception>
    public async Task<ExplainedDomain> ReadAsync(string domain, CancellationToken cancellation)
    {
        var who = Guid.TryParseExact(domain, "D", out var id) ? PastQuery.Matcher("uuid", id.ToString()) : PastQuery.Matcher("domain", domain);
        var found = await query.AskAsync(OfDomain, [who], at, cancellation);
        if (found.Count == 0)
            throw new HistoryException($"{query.Name}: {await WhyNothingAsync(domain, cancellation)}");
        if (found.Select(series => series.Label("uuid")).Distinct().ToList() is { Count: > 1 } several)
            throw new HistoryException($"{query.Name}: {several.Count} domains were called {TextBounds.Cut(domain)}: give one by its UUID: {string.Join(", ", several)}");
        var own = OfOneExporter(found);
        var exporter = own[0].ExporterMatchers.ToList();
        var host = await query.AskAsync(OfHost, exporter, at, cancellation);
        var figures = Figures(FigureKind.OfDomain, own).Concat(Figures(FigureKind.OfHost, host)).ToDictionary();
        var observes = host.Any(series => series is { Name: Mode, Value: 1 } && series.Label("mode") == "observe");
        var unmanaged = own.Where(series => series.Name == Unmanaged).Select(series => Reasons.TryGetValue(series.Label("reason"), out var reason) ? reason : (DecisionReason?)null).FirstOrDefault();
        return new ExplainedDomain(own[0].Label("uuid"), own[0].Label("domain"), DateTimeOffset.FromUnixTimeSeconds(at))
        {
            Host = own[0].Label("instance"),
            Observes = observes,
            Unmanaged = unmanaged,
            Move = await new PastMove(query, [PastQuery.Matcher("uuid", own[0].Label("uuid")), .. exporter], at).ReadAsync(figures, cancellation)
                ?? (observes ? PlannedMove.Of(figures) : null),
            LeftAlone = unmanaged is null ? PlannedMove.WhyNot(figures, at) : null,
            Figures = figures,
        };
    }

    private async Task<string> WhyNothingAsync(string domain, CancellationToken cancellation)
    {
        var time = TimeText.Of(at);
        return (await query.AskAsync([Up], [], at, cancellation)).Count == 0
            ? $"no figures of any exporter at {time}"
            : $"no domain {TextBounds.Cut(domain)} at {time}";
    }

    // While it migrates two hosts tell of it: it runs on one.
    private static List<PastSeries> OfOneExporter(IReadOnlyList<PastSeries> found)
    {
        var groups = found.GroupBy(series => series.Exporter).ToList();
        return [.. groups.Find(group => group.Any(series => series is { Name: State, Value: Running })) ?? groups[0]];
    }

    private static IEnumerable<KeyValuePair<FigureKind, Figure>> Figures(IReadOnlyList<FigureKind> kinds, IReadOnlyList<PastSeries> series)
    {
        foreach (var kind in kinds)
        {
            if (series.FirstOrDefault(each => each.Name == kind.Metric) is { } found)
                yield return KeyValuePair.Create(kind, kind.Of(found.Value));
        }
    }
}

using BalloonExporter.Core.Model;
using BalloonExporter.Explaining;

namespace BalloonExporter.Cli.Past;

/// <summary>The last move of a balloon before a moment, out of counters.</summary>
/// <param name="query">The Prometheus.</param>
/// <param name="domain">Matchers of the domain on its host.</param>
/// <param name="at">The moment, UNIX seconds.</param>
internal sealed class PastMove(PastQuery query, IReadOnlyList<string> domain, long at)
{
    /// <summary>The counter.</summary>
    public const string Moves = "balloon_domain_moves_total";

    private static readonly string[] Before = [Moves, FigureKind.Target.Metric, FigureKind.Has.Metric, FigureKind.Recommended.Metric];

    private static readonly Dictionary<string, RequestOrigin> Origins = Enum.GetValues<RequestOrigin>().ToDictionary(origin => origin.ToLabel());
    private static readonly Dictionary<string, ReflexCause> Causes = Enum.GetValues<ReflexCause>().ToDictionary(cause => cause.ToLabel());

    /// <summary>Reads it; null when there was none that the metrics tell of.</summary>
    /// <param name="figures">The figures at the moment.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<ExplainedMove?> ReadAsync(IReadOnlyDictionary<FigureKind, Figure> figures, CancellationToken cancellation)
    {
        if (!figures.TryGetValue(FigureKind.TargetSetAt, out var set) || !figures.TryGetValue(FigureKind.Target, out var target))
            return null;
        // The last scrape before it is the newest that does not know of it.
        var before = await query.AskAsync(Before, domain, (long)Math.Floor(set.Value) - 1, cancellation);
        var after = await query.AskAsync([Moves], domain, at, cancellation);
        var made = after.Where(series => series.Value > ValueBefore(series)).ToList();
        var from = ValueOf(FigureKind.Target.Metric) ?? ValueOf(FigureKind.Has.Metric);
        var gives = from <= target.Value;
        var move = made.Find(series => series.Label("direction") == (gives ? "give" : "take")) ?? made.FirstOrDefault();
        if (move is null || !Origins.TryGetValue(move.Label("origin"), out var origin))
            return null;
        var asked = origin is RequestOrigin.Alert or RequestOrigin.Poll ? ValueOf(FigureKind.Recommended.Metric) : null;
        return new ExplainedMove(origin, Causes.TryGetValue(move.Label("reason"), out var cause) ? cause : null, move.Label("direction") == "give")
        {
            ClippedByUnknown = asked is { } wanted && (move.Label("direction") == "give" ? wanted > target.Value : wanted < target.Value),
            Figures =
            [
                set,
                .. Named("moved, from", from, FigureKind.Target), .. Named("moved, asked for", asked, FigureKind.Recommended), .. Named("moved, to", target.Value, FigureKind.Target),
                new Figure("such moves in all", move.Value, FigureUnit.Number, Moves),
            ],
        };

        double? ValueOf(string metric) => before.FirstOrDefault(series => series.Name == metric)?.Value;

        double ValueBefore(PastSeries series) => before.FirstOrDefault(each => each.Labels.Count == series.Labels.Count && each.Labels.All(label => series.Label(label.Key) == label.Value))?.Value ?? 0;
    }

    private static Figure[] Named(string what, double? value, FigureKind kind) => value is { } known ? [kind.Of(known) with { What = what }] : [];
}

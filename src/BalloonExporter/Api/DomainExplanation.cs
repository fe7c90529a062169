using BalloonExporter.Core.Model;
using BalloonExporter.Explaining;

namespace BalloonExporter.Api;

/// <summary>What the API tells of a domain, as explanations need it. Pure.</summary>
internal static class DomainExplanation
{
    private static readonly Dictionary<string, DecisionReason> Reasons = Enum.GetValues<DecisionReason>().ToDictionary(reason => reason.ToLabel());
    private static readonly Dictionary<string, RequestOrigin> Origins = Enum.GetValues<RequestOrigin>().ToDictionary(origin => origin.ToLabel());
    private static readonly Dictionary<string, ReflexCause> Causes = Enum.GetValues<ReflexCause>().ToDictionary(cause => cause.ToLabel());

    private static readonly string Applied = Verdict.Applied.ToLabel();
    private static readonly string DryRun = Verdict.DryRun.ToLabel();
    private static readonly string Ignored = Verdict.Ignored.ToLabel();

    // Repetitions say nothing of the domain: the decision before them does.
    private static readonly string[] Repetitions = [DecisionReason.Duplicate.ToLabel(), DecisionReason.Superseded.ToLabel()];

    /// <summary>What is known of a domain.</summary>
    /// <param name="status">The exporter and its host.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="decisions">Decisions about it, the newest first.</param>
    /// <param name="now">The moment.</param>
    /// <exception cref="FormatException">It is told in words that this version does not know.</exception>
    public static ExplainedDomain Of(StatusReport status, DomainEntry domain, IReadOnlyList<DecisionEntry> decisions, DateTimeOffset now)
    {
        var told = decisions.Where(each => each.Verdict != Ignored).ToList();
        var newest = told.Find(each => !Repetitions.Contains(each.Reason)) ?? told.FirstOrDefault();
        var refused = newest is { } last && !IsMove(last) ? last : null;
        return new ExplainedDomain(domain.Uuid, domain.Name, now)
        {
            Observes = status.Mode != "act",
            Unmanaged = domain.UnmanagedReason is { } label ? Known(Reasons, label) : null,
            Move = told.Find(IsMove) is { } move ? MoveOf(move) : null,
            LeftAlone = refused is null ? null : Known(Reasons, refused.Reason),
            LeftAloneFigures = refused is null ? [] : [.. Decided(refused, "refused")],
            Figures = Figures(status, domain).Where(figure => figure.Value is not null).ToDictionary(
                figure => figure.Kind, figure => figure.Kind.Of(figure.Value!.Value, figure.Source)),
        };
    }

    private static bool IsMove(DecisionEntry decision) => decision.Verdict == Applied || decision.Verdict == DryRun;

    private static ExplainedMove MoveOf(DecisionEntry move) =>
        new(Known(Origins, move.Origin), move.Cause is { } cause ? Known(Causes, cause) : null, move.ToBytes >= move.FromBytes)
        {
            Would = move.Verdict == DryRun,
            Helps = move.Helps ?? [],
            AskedBy = move.AskedBy,
            ClippedBy = [.. move.ClippedBy.Select(label => Known(Reasons, label))],
            Figures = [.. Decided(move, "moved")],
        };

    private static IEnumerable<Figure> Decided(DecisionEntry decision, string what)
    {
        (string What, double? Value, FigureUnit Unit, string Field)[] all =
        [
            ($"{what} at", Seconds(decision.At), FigureUnit.Time, "at"),
            ($"{what}, from", decision.FromBytes, FigureUnit.Bytes, "fromBytes"),
            ($"{what}, asked for", decision.TargetBytes, FigureUnit.Bytes, "targetBytes"),
            ($"{what}, to", decision.ToBytes, FigureUnit.Bytes, "toBytes"),
        ];
        return all.Where(each => each.Value is not null).Select(each => new Figure(each.What, each.Value!.Value, each.Unit, Field(DecisionsEndpoint.Path, each.Field)));
    }

    private static (FigureKind Kind, double? Value, string? Source)[] Figures(StatusReport status, DomainEntry domain) =>
    [
        (FigureKind.Sold, domain.Memory.MaximumBytes, null),
        (FigureKind.Has, domain.Memory.CurrentBytes, null),
        (FigureKind.Target, domain.Movements.TargetBytes, null),
        (FigureKind.TargetSetAt, Seconds(domain.Movements.TargetSetAt), null),
        (FigureKind.Occupies, domain.Memory.ResidentBytes, null),
        (FigureKind.WorkingSet, domain.Memory.WorkingSetBytes, null),
        // The plan's are of a minute and without the slope: these are the exporter's own.
        (FigureKind.Demand, domain.Memory.DemandBytes, Field(DomainsEndpoint.Path, "memory.demandBytes")),
        (FigureKind.HardFloor, domain.Memory.HardFloorBytes, Field(DomainsEndpoint.Path, "memory.hardFloorBytes")),
        (FigureKind.Usable, domain.Memory.UsableBytes, null),
        (FigureKind.SampledAt, Seconds(domain.Memory.SampledAt), null),
        (FigureKind.Fresh, domain.Memory.StatisticsFresh is { } fresh ? Number(fresh) : null, null),
        (FigureKind.Floor, domain.Policy?.FloorBytes, null),
        (FigureKind.Ceiling, domain.Policy?.CeilingBytes, null),
        (FigureKind.Shares, domain.Policy?.Shares, null),
        (FigureKind.Level, LevelOf(status.Level), Field(StatusEndpoint.Path, "level")),
        (FigureKind.HostAvailable, status.AvailableBytes, null),
        (FigureKind.HostTotal, status.TotalBytes, null),
        (FigureKind.Paused, Number(status.Pause.Paused), null),
        (FigureKind.Heartbeat, Seconds(status.HeartbeatAt), null),
    ];

    private static T Known<T>(Dictionary<string, T> labels, string label) =>
        labels.TryGetValue(label, out var known) ? known : throw new FormatException($"it tells of {TextBounds.Cut(label)}, which this version does not know");

    private static string Field(string page, string name) => $"{page}: {name}";

    private static double? LevelOf(string? level)
    {
        var number = Figure.Levels.ToList().IndexOf(level ?? "");
        return number < 0 ? null : number;
    }

    private static double? Seconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() / 1000.0;

    private static double Number(bool value) => value ? 1 : 0;
}

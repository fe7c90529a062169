using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Engine;

/// <summary>One decision with what it was about: what the log, the list of recent decisions and the answers of the API tell.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Origin">The way the request came.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Fingerprint">Alertmanager's fingerprint of the alert; empty when no alert asked.</param>
internal sealed record DecisionRecord(DateTimeOffset At, RequestOrigin Origin, Decision Decision, string Fingerprint)
{
    /// <summary>More names would only fill the log: those in greatest need come first.</summary>
    public const int MostHelped = 5;

    private const int FixedBytes = 512;

    /// <summary>The domain in the alert; not always a UUID.</summary>
    public string? Uuid { get; init; }

    /// <summary>The domain's name; null when it is not on this host.</summary>
    public string? Domain { get; init; }

    /// <summary>Who brought it; null for what the exporter itself asks for.</summary>
    public string? AskedBy { get; init; }

    /// <summary>Why a reflex asked; null for everything else.</summary>
    public ReflexCause? Cause { get; init; }

    /// <summary>Names of the domains that a take makes room for, at most <see cref="MostHelped"/>.</summary>
    public IReadOnlyList<string> Helps { get; init; } = [];

    /// <summary>What was asked for, in KiB.</summary>
    public long? TargetKib { get; init; }

    /// <summary>The same in bytes.</summary>
    public long? TargetBytes => Kib.ToBytes(TargetKib);

    /// <summary>When the target was computed.</summary>
    public DateTimeOffset? EvaluatedAt { get; init; }

    /// <summary>Whether it is about a domain of another host: Alertmanager lists the domains of all.</summary>
    public bool IsForeign => Decision.Reason == DecisionReason.UnknownDomain && Origin == RequestOrigin.Poll;

    /// <summary>Whether the balloon was told to move, or would have been.</summary>
    public bool IsMove => Decision.Verdict is Verdict.Applied or Verdict.DryRun;

    /// <summary>How much it matters: a repetition of what is already so would fill the log with every delivery.</summary>
    public LogLevel Level => IsForeign || Decision.Verdict == Verdict.Ignored || Decision.Reason is DecisionReason.DeadBand or DecisionReason.Duplicate
        ? LogLevel.Debug
        : LogLevel.Information;

    /// <summary>Approximate size in memory. A decision's own fields are numbers.</summary>
    public long Bytes => FixedBytes + (sizeof(char) * (long)(Fingerprint.Length + (Uuid?.Length ?? 0) + (Domain?.Length ?? 0) + (AskedBy?.Length ?? 0) + Helps.Sum(name => name.Length)));

    /// <summary>
    /// The decision as told to API callers: an excluded domain looks like one that does not exist. Null: not shown, since polled alerts
    /// for domains of other hosts are not kept.
    /// </summary>
    public DecisionRecord? ForCallers => Decision.Reason != DecisionReason.Excluded
        ? this
        : Origin == RequestOrigin.Poll ? null : this with { Decision = Decision.ForCallers, Domain = null };

    /// <summary>What became of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="domain">The domain's name; null when it is none of this host.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="clock">Tells when.</param>
    public static DecisionRecord Of(BalloonRequest request, string? domain, Decision decision, SteadyClock clock) =>
        new(clock.WallTime, request.Origin, decision, request.Fingerprint)
        {
            Uuid = request.Uuid.ToString(),
            Domain = domain is null ? null : TextBounds.Cut(domain),
            AskedBy = request.AskedBy,
            Cause = request.Cause,
            Helps = Cut(request.Helps),
            TargetKib = request.TargetKib,
            EvaluatedAt = clock.WallTimeOf(request.EvaluatedAt),
        };

    /// <summary>Names as one text of the log; null without any.</summary>
    public static string? HelpsText(IReadOnlyList<string> helps) => helps.Count > 0 ? string.Join(',', Cut(helps)) : null;

    private static IReadOnlyList<string> Cut(IReadOnlyList<string> names) => names.Count > 0 ? [.. names.Take(MostHelped).Select(name => TextBounds.Cut(name))] : names;

    /// <summary>What became of an alert that asked for nothing that could be carried out.</summary>
    public static DecisionRecord Of(ReadAlert alert, Decision decision, SteadyClock clock) =>
        new(clock.WallTime, alert.Origin, decision, alert.Fingerprint) { Uuid = alert.Uuid, AskedBy = alert.AskedBy };
}

using BalloonExporter.Core.Model;

namespace BalloonExporter.Explaining;

/// <summary>Why a domain has the target that it has, in words that may change and numbers that can be asked for. Pure.</summary>
internal sealed record Explanation
{
    /// <summary>The domain's name.</summary>
    public required string Domain { get; init; }

    /// <summary>Its UUID.</summary>
    public required string Uuid { get; init; }

    /// <summary>Where it ran, as the source names it; absent: where the exporter that was asked runs.</summary>
    public string? Host { get; init; }

    /// <summary>The moment that is explained.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Mode of the exporter: act or observe.</summary>
    public required string Mode { get; init; }

    /// <summary>took, gave, rescued, donor, left_alone, not_managed or nothing_decided.</summary>
    public required string Kind { get; init; }

    /// <summary>What was done and why, a sentence each.</summary>
    public required IReadOnlyList<string> Summary { get; init; }

    /// <summary>The figures of the last move and of the last refusal.</summary>
    public required IReadOnlyList<Figure> Decided { get; init; }

    /// <summary>The figures that it was decided by.</summary>
    public required IReadOnlyList<Figure> Signals { get; init; }

    /// <summary>All other figures.</summary>
    public required IReadOnlyList<Figure> Besides { get; init; }

    /// <summary>The guard-rails that held the last move back, in order, and why the last request was refused.</summary>
    public required IReadOnlyList<ReasonText> Reasons { get; init; }

    /// <summary>What would change it.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>The explanation.</summary>
    /// <param name="domain">What is known.</param>
    public static Explanation Of(ExplainedDomain domain)
    {
        var ground = domain.Move is { } move ? Ground.Of(move) : null;
        var signals = ground?.Signals ?? Ground.WithoutMove;
        DecisionReason[] reasons = [.. domain.Move?.ClippedBy ?? [], .. AsOne(domain.LeftAlone), .. AsOne(domain.Unmanaged)];
        var texts = reasons.Distinct().Select(ReasonText.Of).ToList();
        return new Explanation
        {
            Domain = domain.Name,
            Uuid = domain.Uuid,
            Host = domain.Host,
            At = domain.At,
            Mode = domain.Observes ? "observe" : "act",
            Kind = KindOf(domain),
            Summary = [.. Sentences(domain, ground)],
            Decided = [.. domain.Move?.Figures ?? [], .. domain.LeftAloneFigures],
            Signals = [.. signals.Where(domain.Figures.ContainsKey).Select(kind => domain.Figures[kind])],
            Besides = [.. domain.Figures.Where(figure => !signals.Contains(figure.Key)).Select(figure => figure.Value)],
            Reasons = texts,
            Changes = [.. texts.Select(text => text.Change).Concat(ground?.Changes ?? []).Distinct().Select(text => Command(text, domain))],
        };
    }

    // A reason that forbids everything comes first, then what came last.
    private static string KindOf(ExplainedDomain domain) => domain switch
    {
        { Unmanaged: not null } => "not_managed",
        { LeftAlone: not null } => "left_alone",
        { Move: null } => "nothing_decided",
        { Move.Origin: RequestOrigin.Rescue } => "rescued",
        { Move.Origin: RequestOrigin.Donor } => "donor",
        { Move.Gives: true } => "gave",
        _ => "took",
    };

    private static IEnumerable<string> Sentences(ExplainedDomain domain, Ground? ground)
    {
        if (domain is { Move: { } move })
        {
            var done = (move.Would, move.Gives) switch
            {
                (true, true) => "Memory would have been given to it",
                (true, false) => "Memory would have been taken from it",
                (false, true) => "Memory was given to it",
                (false, false) => "Memory was taken from it",
            };
            yield return $"{done}: {MoveWords.Of(move.Origin, move.Cause, move.Helps, move.AskedBy)}.";
            yield return ground!.Sentence;
            if (move.ClippedBy.Count > 0)
                yield return $"It {(move.Would ? "would have been" : "was")} done in part, held back by {string.Join(", ", move.ClippedBy.Select(reason => reason.ToLabel()))}.";
            else if (move.ClippedByUnknown)
                yield return "It was done in part. No metric names the guard-rail that held it back: clipped_by in the exporter's log does.";
        }
        else
        {
            yield return "No move of it is known.";
        }

        if (domain.LeftAlone is { } refused)
            yield return $"What was asked for last {(domain.Observes ? "would not have been" : "was not")} done: {refused.ToLabel()}, {ReasonText.Of(refused).Meaning}.";
        if (domain.Unmanaged is { } unmanaged)
            yield return $"It is not managed: {unmanaged.ToLabel()}, {ReasonText.Of(unmanaged).Meaning}. No plan {(domain.Observes ? "would take" : "takes")} memory from it.";
        else if (domain is { Move: null, LeftAlone: null })
            yield return "Nothing was asked for that this source knows of: the plan leaves it what it has, and no reflex had to act.";
    }

    private static DecisionReason[] AsOne(DecisionReason? reason) => reason is { } known ? [known] : [];

    private static string Command(string text, ExplainedDomain domain) => text.Replace("DOMAIN", ShellName.Of(domain.Name, domain.Uuid), StringComparison.Ordinal);
}

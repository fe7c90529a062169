using System.Text.Json;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;

namespace BalloonExporter.Api;

/// <summary>Decisions as the API tells them.</summary>
internal sealed record DecisionList(IReadOnlyList<DecisionEntry> Decisions)
{
    public static DecisionList Of(IEnumerable<DecisionRecord> decisions) => new([.. decisions.Select(DecisionEntry.Of)]);

    public static string ToJson(IEnumerable<DecisionRecord> decisions) => JsonSerializer.Serialize(Of(decisions), ApiJson.Answers.DecisionList);
}

/// <summary>One decision; the fields are those of the log line, in JSON's spelling.</summary>
internal sealed record DecisionEntry
{
    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What became of it.</summary>
    [ClosedSet(typeof(Verdict))]
    public required string Verdict { get; init; }

    /// <summary>Why it was not carried out, or that it was: as requested, or in part.</summary>
    [ClosedSet(typeof(DecisionReason))]
    public required string Reason { get; init; }

    /// <summary>Who wanted it.</summary>
    [ClosedSet(typeof(RequestOrigin))]
    public required string Origin { get; init; }

    /// <summary>The domain's name.</summary>
    public string? Domain { get; init; }

    /// <summary>As the alert has it.</summary>
    public string? Uuid { get; init; }

    /// <summary>Where the balloon stood.</summary>
    public long? FromBytes { get; init; }

    /// <summary>The target set, or that would have been.</summary>
    public long? ToBytes { get; init; }

    /// <summary>What was asked for.</summary>
    public long? TargetBytes { get; init; }

    /// <summary>The guard-rails that clipped the target, in order.</summary>
    [ClosedSet(typeof(DecisionReason))]
    public required IReadOnlyList<string> ClippedBy { get; init; }

    /// <summary>When the target was computed.</summary>
    public DateTimeOffset? EvaluatedAt { get; init; }

    /// <summary>Who brought it: a caller and its address, or an Alertmanager.</summary>
    public string? AskedBy { get; init; }

    /// <summary>Why the exporter itself asked; absent for what an alert asks for.</summary>
    [ClosedSet(typeof(ReflexCause))]
    public string? Cause { get; init; }

    /// <summary>Names of the domains that a take makes room for, those in greatest need first; absent for everything else.</summary>
    public IReadOnlyList<string>? Helps { get; init; }

    /// <summary>Why the balloon was moved, or would have been, in words that may change; absent when it was not.</summary>
    public string? Why { get; init; }

    /// <summary>Of the alert; empty when no alert asked.</summary>
    public required string Fingerprint { get; init; }

    public static DecisionEntry Of(DecisionRecord recent) => new()
    {
        At = recent.At,
        Verdict = recent.Decision.Verdict.ToLabel(),
        Reason = recent.Decision.ToldReason.ToLabel(),
        Origin = recent.Origin.ToLabel(),
        Domain = recent.Domain,
        Uuid = recent.Uuid,
        FromBytes = recent.Decision.FromBytes,
        ToBytes = recent.Decision.ToBytes,
        TargetBytes = recent.TargetBytes,
        ClippedBy = [.. recent.Decision.ClippedBy.Select(reason => reason.ToLabel())],
        EvaluatedAt = recent.EvaluatedAt,
        AskedBy = recent.AskedBy,
        Cause = recent.Cause?.ToLabel(),
        Helps = recent.Helps.Count > 0 ? recent.Helps : null,
        Why = recent.IsMove ? MoveWords.Of(recent.Origin, recent.Cause, recent.Helps, recent.AskedBy) : null,
        Fingerprint = recent.Fingerprint,
    };
}

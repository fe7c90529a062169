using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Api;

/// <summary>The answer: one verdict per alert, in their order.</summary>
internal sealed record FeedbackAnswer
{
    /// <summary>Alerts whose target was set, or would have been.</summary>
    public required int Accepted { get; init; }

    /// <summary>One per alert.</summary>
    public required IReadOnlyList<AlertResult> Results { get; init; }
}

/// <summary>Result of one alert. Sizes are bytes.</summary>
/// <remarks>Made of the same decision as <see cref="DecisionEntry"/>, and apart from it because the names of fields cannot change: sizes here have no unit in theirs.</remarks>
internal sealed record AlertResult
{
    /// <summary>Of the alert.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>As the alert has it.</summary>
    public string? Uuid { get; init; }

    /// <summary>What became of it.</summary>
    [ClosedSet(typeof(Verdict))]
    public required string Verdict { get; init; }

    /// <summary>Why it was not carried out, or that it was: as requested, or in part.</summary>
    [ClosedSet(typeof(DecisionReason))]
    public required string Reason { get; init; }

    /// <summary>Where the balloon stood.</summary>
    public long? From { get; init; }

    /// <summary>The target set, or that would have been.</summary>
    public long? To { get; init; }

    /// <summary>The guard-rails that clipped the target, in order; absent when none did.</summary>
    [ClosedSet(typeof(DecisionReason))]
    public IReadOnlyList<string>? ClippedBy { get; init; }

    public static AlertResult Of(ReadAlert alert, Decision decision)
    {
        var told = decision.ForCallers;
        return new AlertResult
        {
            Fingerprint = alert.Fingerprint,
            Uuid = alert.Uuid,
            Verdict = told.Verdict.ToLabel(),
            Reason = told.ToldReason.ToLabel(),
            From = told.FromBytes,
            To = told.ToBytes,
            ClippedBy = told.ClippedBy.Count > 0 ? [.. told.ClippedBy.Select(reason => reason.ToLabel())] : null,
        };
    }
}

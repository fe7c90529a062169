using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;

namespace BalloonExporter.Pages;

/// <summary>One line of a server's history.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Kib">How much memory; 0 where it is not about that.</param>
internal sealed record HistoryLine(DateTimeOffset At, HistoryKind Kind, long Kib = 0)
{
    /// <summary>How many are shown.</summary>
    public const int Most = 20;

    /// <summary>The newest lines of one domain.</summary>
    /// <param name="decisions">Decisions about it.</param>
    /// <param name="edits">Changes of its policy.</param>
    /// <param name="restarts">Its restarts.</param>
    public static IReadOnlyList<HistoryLine> Of(IEnumerable<DecisionRecord> decisions, IEnumerable<PolicyEdit> edits, IEnumerable<RestartView> restarts) =>
        [.. decisions.Select(Of).Concat(edits.Select(Of)).Concat(restarts.Select(Of)).OfType<HistoryLine>().OrderByDescending(line => line.At).Take(Most)];

    private static HistoryLine? Of(DecisionRecord record) => record.Decision switch
    {
        { Verdict: Verdict.Applied, FromKib: { } from, ToKib: { } to } when to < from => new(record.At, HistoryKind.Taken, from - to),
        { Verdict: Verdict.Applied, FromKib: { } from, ToKib: { } to } when to > from => new(record.At, HistoryKind.Given, to - from),
        _ => null,
    };

    private static HistoryLine Of(PolicyEdit edit)
    {
        if (!edit.By.StartsWith(Caller.Customer, StringComparison.Ordinal))
            return new(edit.At, HistoryKind.ChangedByProvider);
        return new(edit.At, edit.After?.Enabled == false ? HistoryKind.TurnedOff : HistoryKind.TurnedOn);
    }

    private static HistoryLine? Of(RestartView restart) => restart.Phase switch
    {
        RestartPhase.Done => new(restart.Since, HistoryKind.Restarted),
        RestartPhase.Failed or RestartPhase.StillRunning or RestartPhase.StartFailed => new(restart.Since, HistoryKind.RestartFailed),
        _ => null,
    };
}

/// <summary>What happened to a server. A closed set: each has its words in each language.</summary>
internal enum HistoryKind
{
    /// <summary>Memory was lent to the host.</summary>
    Taken,

    /// <summary>Memory came back.</summary>
    Given,

    /// <summary>The customer turned ballooning off.</summary>
    TurnedOff,

    /// <summary>The customer turned it on.</summary>
    TurnedOn,

    /// <summary>The operator or the panel changed the policy.</summary>
    ChangedByProvider,

    /// <summary>It was restarted.</summary>
    Restarted,

    /// <summary>A restart did not come to its end.</summary>
    RestartFailed,
}

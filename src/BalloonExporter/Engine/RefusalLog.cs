using BalloonExporter.Core.Model;

namespace BalloonExporter.Engine;

/// <summary>
/// Which decisions get a line of their own. What was done or tried always does; a refusal the first time for a domain and reason, then
/// one line a minute with the count. Thread-safe.
/// </summary>
internal sealed class RefusalLog(SteadyClock clock)
{
    // Domains of this host times the reasons that each can have within a minute.
    private const int KnownCapacity = 4096;

    // Names in messages that are no domains here: anybody can think of more.
    private const int UnknownCapacity = 100;

    private readonly Repetitions<Key, DecisionLine> _known = new(KnownCapacity, clock);
    private readonly Repetitions<Key, DecisionLine> _unknown = new(UnknownCapacity, clock);

    /// <summary>Whether a decision is to be told now.</summary>
    public bool IsTold(DecisionLine line)
    {
        if (IsAlwaysTold(line.Decision))
            return true;
        var kind = new Key("", line.Decision.Reason, line.Origin);
        var key = kind with { Uuid = line.Uuid ?? "" };
        return (line.Domain is null ? _unknown : _known).IsFirst(key, kind, line);
    }

    /// <summary>What was refused over and over, and how often since it was last told.</summary>
    public IEnumerable<(DecisionLine Last, long Count)> TakeDue() => [.. _known.TakeDue(), .. _unknown.TakeDue()];

    // With libvirt down nothing was tried.
    private static bool IsAlwaysTold(Decision decision) => decision.Verdict is Verdict.Applied or Verdict.DryRun
        || (decision.Verdict == Verdict.Failed && decision.Reason != DecisionReason.LibvirtDown);

    private readonly record struct Key(string Uuid, DecisionReason Reason, RequestOrigin Origin);
}

/// <summary>What the log tells of a decision.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Decision">What became of it.</param>
/// <param name="Origin">The way the wish came.</param>
/// <param name="Fingerprint">Alertmanager's fingerprint of the alert.</param>
internal sealed record DecisionLine(LogLevel Level, Decision Decision, RequestOrigin Origin, string Fingerprint)
{
    /// <summary>The domain as the alert names it; not always a UUID.</summary>
    public string? Uuid { get; init; }

    /// <summary>The domain's name; null when it is none of this host.</summary>
    public string? Domain { get; init; }

    public string? AskedBy { get; init; }

    public long? TargetKib { get; init; }

    public DateTimeOffset? EvaluatedAt { get; init; }
}

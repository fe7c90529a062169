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

    private readonly Repetitions<Key, DecisionRecord> _known = new(KnownCapacity, clock);
    private readonly Repetitions<Key, DecisionRecord> _unknown = new(UnknownCapacity, clock);

    /// <summary>Whether a decision is to be told now.</summary>
    public bool IsTold(DecisionRecord line)
    {
        if (IsAlwaysTold(line.Decision))
            return true;
        var kind = new Key("", line.Decision.Reason, line.Origin);
        var key = kind with { Uuid = line.Uuid ?? "" };
        return (line.Domain is null ? _unknown : _known).IsFirst(key, kind, line);
    }

    /// <summary>What was refused over and over, and how often since it was last told.</summary>
    public IEnumerable<(DecisionRecord Last, long Count)> TakeDue() => [.. _known.TakeDue(), .. _unknown.TakeDue()];

    // With libvirt down nothing was tried.
    private static bool IsAlwaysTold(Decision decision) => decision.Verdict is Verdict.Applied or Verdict.DryRun
        || (decision.Verdict == Verdict.Failed && decision.Reason != DecisionReason.LibvirtDown);

    private readonly record struct Key(string Uuid, DecisionReason Reason, RequestOrigin Origin);
}

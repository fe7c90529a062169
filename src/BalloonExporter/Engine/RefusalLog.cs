using BalloonExporter.Core.Model;
using ExporterToolkit.Logging;

namespace BalloonExporter.Engine;

/// <summary>
/// Decides which decisions get a log line. Those that were carried out or tried always do; refusals the first time per domain and reason,
/// then one line a minute with their count. Thread-safe.
/// </summary>
internal sealed class RefusalLog(TimeProvider time)
{
    // Domains of this host times the reasons that each can have within a minute.
    private const int KnownCapacity = 4096;

    // Names in messages that are no domains of this host: there may be any number.
    private const int UnknownCapacity = 100;

    private readonly Repetitions<Key, DecisionRecord> _known = new(KnownCapacity, time);
    private readonly Repetitions<Key, DecisionRecord> _unknown = new(UnknownCapacity, time);

    /// <summary>Whether to log a decision now.</summary>
    public bool IsTold(DecisionRecord line)
    {
        if (IsAlwaysTold(line.Decision))
            return true;
        var kind = new Key("", line.Decision.Reason, line.Origin);
        var key = kind with { Uuid = line.Uuid ?? "" };
        return (line.Domain is null ? _unknown : _known).IsFirst(key, kind, line);
    }

    /// <summary>Repeated refusals with their count since they were last logged.</summary>
    public IEnumerable<(DecisionRecord Last, long Count)> TakeDue() => [.. _known.TakeDue(), .. _unknown.TakeDue()];

    // With libvirt down nothing was tried.
    private static bool IsAlwaysTold(Decision decision) => decision.Verdict is Verdict.Applied or Verdict.DryRun
        || (decision.Verdict == Verdict.Failed && decision.Reason != DecisionReason.LibvirtDown);

    private readonly record struct Key(string Uuid, DecisionReason Reason, RequestOrigin Origin);
}

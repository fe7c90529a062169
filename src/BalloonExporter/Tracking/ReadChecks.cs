using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tracking;

/// <summary>
/// Compares what is kept of a domain with a fresh read of it, whenever there is one: looks of the reflexes and decisions read anew. A
/// difference that no event explains is a mismatch, and until an hour was clean everything is read. Not thread-safe.
/// </summary>
internal sealed class ReadChecks(ReaderStatus status)
{
    /// <summary>How long everything is read after a mismatch.</summary>
    public static readonly TimeSpan CleanTime = TimeSpan.FromHours(1);

    // The event comes over another connection than the read, and on a busy host it arrives late.
    private static readonly TimeSpan EventTime = TimeSpan.FromSeconds(5);

    private readonly List<Suspect> _suspects = [];
    private Moment _cleanFrom = Moment.MinValue;

    /// <summary>Whether nothing kept may be used: something differed within the last hour, or may have.</summary>
    public bool ReadsAll(Moment now) => _suspects.Count > 0 || now < _cleanFrom;

    /// <summary>Compares a fresh read with what is kept and would have been used for it.</summary>
    public void Compare(KeptRead kept, DomainMemory fresh, Moment now)
    {
        status.AddCheck();
        if (kept.DifferenceTo(fresh) is { } figure)
            _suspects.Add(new Suspect(fresh.Uuid, figure, kept.BegunAt, now));
    }

    /// <summary>Decides about differences for which an event had time to arrive.</summary>
    /// <param name="happenedAt">When the last event of a domain came.</param>
    /// <param name="now">The moment.</param>
    /// <returns>The mismatches: domain and figure.</returns>
    public IReadOnlyList<(Guid Uuid, string Figure)> Settle(Func<Guid, Moment> happenedAt, Moment now)
    {
        if (_suspects.Count == 0)
            return [];
        var settled = _suspects.Where(suspect => now - suspect.At >= EventTime || happenedAt(suspect.Uuid) > suspect.KeptSince).ToList();
        _suspects.RemoveAll(settled.Contains);
        List<(Guid, string)> mismatches = [.. settled.Where(suspect => happenedAt(suspect.Uuid) <= suspect.KeptSince).Select(suspect => (suspect.Uuid, suspect.Figure))];
        foreach (var _ in mismatches)
        {
            status.AddMismatch();
            _cleanFrom = now + CleanTime;
        }

        return mismatches;
    }

    private sealed record Suspect(Guid Uuid, string Figure, Moment KeptSince, Moment At);
}

namespace BalloonExporter.Libvirt;

/// <summary>
/// Splits domains over connections: the daemon answers several connections at once, and a domain that hangs holds its slice only.
/// Slices differ by one domain at most, because the largest decides how long a read takes. A domain stays in its slice as long as
/// that holds. Thread-safe.
/// </summary>
internal sealed class DomainSlices(int count)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Guid>[] _slices = [.. Enumerable.Range(0, count).Select(_ => new HashSet<Guid>())];

    /// <summary>A slice for each connection.</summary>
    public IReadOnlyList<IReadOnlyCollection<Guid>> Split(IEnumerable<Guid> uuids)
    {
        lock (_lock)
        {
            Keep(uuids.ToHashSet());
            Balance();
            return [.. _slices.Select(slice => slice.ToArray())];
        }
    }

    // Who is gone leaves; who is new comes to the smallest slice.
    private void Keep(HashSet<Guid> uuids)
    {
        foreach (var slice in _slices)
        {
            slice.IntersectWith(uuids);
            uuids.ExceptWith(slice);
        }

        foreach (var uuid in uuids)
            Smallest().Add(uuid);
    }

    private void Balance()
    {
        while (Largest() is var largest && Smallest() is var smallest && largest.Count > smallest.Count + 1)
        {
            var moved = largest.First();
            largest.Remove(moved);
            smallest.Add(moved);
        }
    }

    private HashSet<Guid> Smallest() => _slices.MinBy(slice => slice.Count)!;

    private HashSet<Guid> Largest() => _slices.MaxBy(slice => slice.Count)!;
}

namespace BalloonExporter.Libvirt;

/// <summary>
/// Splits domains over connections: the daemon serves connections in parallel, and a hanging domain blocks only its slice. Slice sizes
/// differ by at most one, because the largest slice determines the duration of a read. A domain stays in its slice as long as possible.
/// Thread-safe.
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

    // Removes domains that are gone; adds new ones to the smallest slice.
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

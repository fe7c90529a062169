namespace BalloonExporter.Hypervisor;

/// <summary>
/// Splits domains over connections: the daemon answers several connections at once, and a domain that hangs holds its slice only.
/// A domain stays in its slice as long as the number of slices does.
/// </summary>
internal static class DomainSlices
{
    public static IReadOnlyList<IReadOnlyCollection<Guid>> Split(IEnumerable<Guid> uuids, int slices)
    {
        var split = Enumerable.Range(0, slices).Select(_ => new List<Guid>()).ToArray();
        foreach (var uuid in uuids)
            split[SliceOf(uuid, slices)].Add(uuid);
        return split;
    }

    // Not GetHashCode: UUIDs that people number by hand differ in the last byte only, and all must spread.
    private static int SliceOf(Guid uuid, int slices)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes);
        var sum = 0u;
        foreach (var value in bytes)
            sum = (sum * 31) + value;
        return (int)(sum % (uint)slices);
    }
}

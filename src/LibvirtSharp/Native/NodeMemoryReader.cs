namespace LibvirtSharp.Native;

internal static unsafe class NodeMemoryReader
{
    /// <summary>The whole host rather than one of its NUMA nodes.</summary>
    private const int AllCells = -1;

    internal static NodeMemory Read(ConnectionHandle connection)
    {
        // libvirt accepts only exactly the number of slots it returned.
        var count = 0;
        Check.ThrowIfNegative(VirNode.GetMemoryStats(connection, AllCells, null, ref count, 0));
        var statistics = new NativeNodeMemoryStat[count];
        fixed (NativeNodeMemoryStat* first = statistics)
        {
            Check.ThrowIfNegative(VirNode.GetMemoryStats(connection, AllCells, first, ref count, 0));
            return Decode(new ReadOnlySpan<NativeNodeMemoryStat>(first, Math.Min(count, statistics.Length)));
        }
    }

    internal static NodeMemory Decode(ReadOnlySpan<NativeNodeMemoryStat> statistics)
    {
        ulong? total = null, free = null, buffers = null, cached = null;
        fixed (NativeNodeMemoryStat* first = statistics)
        {
            for (var i = 0; i < statistics.Length; i++)
            {
                var name = FieldName.Read(first[i].Field, NativeNodeMemoryStat.FieldLength);
                if (name.SequenceEqual("total"u8))
                    total = first[i].Value;
                else if (name.SequenceEqual("free"u8))
                    free = first[i].Value;
                else if (name.SequenceEqual("buffers"u8))
                    buffers = first[i].Value;
                else if (name.SequenceEqual("cached"u8))
                    cached = first[i].Value;
            }
        }
        return new NodeMemory(total, free, buffers, cached);
    }
}

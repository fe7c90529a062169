using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

internal static unsafe partial class VirNode
{
    [LibraryImport(LibraryFile.Name, EntryPoint = "virNodeGetMemoryStats")]
    internal static partial int GetMemoryStats(
        ConnectionHandle connection, int cell, NativeNodeMemoryStat* statistics, ref int count, uint flags);
}

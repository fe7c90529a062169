using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>virDomainMemoryStatStruct.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeMemoryStat
{
    internal int Tag;
    internal ulong Value;
}

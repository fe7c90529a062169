using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>virNodeMemoryStats.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeNodeMemoryStat
{
    internal const int FieldLength = 80;

    internal fixed byte Field[FieldLength];
    internal ulong Value;
}

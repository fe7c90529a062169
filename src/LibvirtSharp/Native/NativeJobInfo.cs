using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>virDomainJobInfo.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeJobInfo
{
    internal int Type;
    internal ulong TimeElapsed;
    internal ulong TimeRemaining;
    internal ulong DataTotal;
    internal ulong DataProcessed;
    internal ulong DataRemaining;
    internal ulong MemoryTotal;
    internal ulong MemoryProcessed;
    internal ulong MemoryRemaining;
    internal ulong FileTotal;
    internal ulong FileProcessed;
    internal ulong FileRemaining;
}

using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>virDomainInfo. <c>unsigned long</c> is as wide as a pointer on every platform libvirt.so.0 exists for.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeDomainInfo
{
    internal byte State;
    internal nuint MaximumKib;
    internal nuint CurrentKib;
    internal ushort VirtualCpus;
    internal ulong CpuTimeNanoseconds;
}

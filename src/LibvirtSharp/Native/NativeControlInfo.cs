using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>virDomainControlInfo.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeControlInfo
{
    internal int State;
    internal int Details;
    internal ulong StateTimeMilliseconds;
}

using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>virDomainStatsRecord.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeDomainStatsRecord
{
    internal nint Domain;
    internal NativeTypedParameter* Parameters;
    internal int ParameterCount;
}

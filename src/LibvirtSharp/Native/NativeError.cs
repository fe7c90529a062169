using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>
/// virError, as far as it is read. It is only ever seen behind a pointer, so the deprecated fields after <c>level</c> need no
/// declaration.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeError
{
    internal int Code;
    internal int Domain;
    internal byte* Message;
    internal int Level;
}

using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

// Throughout Native: class name + method name, first letter small, is the C name. `Check` builds the function name of an exception from
// it, and a test compares it with the entry point.
internal static unsafe partial class Vir
{
    [LibraryImport(LibraryFile.Name, EntryPoint = "virInitialize")]
    internal static partial int Initialize();

    [LibraryImport(LibraryFile.Name, EntryPoint = "virGetVersion")]
    internal static partial int GetVersion(out nuint libraryVersion, nint type, nint typeVersion);

    /// <summary>Thread-local, owned by libvirt, valid until the next libvirt call of this thread. Null when there is none.</summary>
    [LibraryImport(LibraryFile.Name, EntryPoint = "virGetLastError")]
    internal static partial NativeError* GetLastError();

    [LibraryImport(LibraryFile.Name, EntryPoint = "virSetErrorFunc")]
    internal static partial void SetErrorFunc(nint userData, delegate* unmanaged[Cdecl]<nint, NativeError*, void> handler);
}

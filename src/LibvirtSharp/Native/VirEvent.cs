using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

internal static unsafe partial class VirEvent
{
    [LibraryImport(LibraryFile.Name, EntryPoint = "virEventRegisterDefaultImpl")]
    internal static partial int RegisterDefaultImpl();

    [LibraryImport(LibraryFile.Name, EntryPoint = "virEventRunDefaultImpl")]
    internal static partial int RunDefaultImpl();

    [LibraryImport(LibraryFile.Name, EntryPoint = "virEventAddTimeout")]
    internal static partial int AddTimeout(
        int milliseconds, delegate* unmanaged[Cdecl]<int, nint, void> callback, nint opaque, nint freeCallback);
}

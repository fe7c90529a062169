using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>Keeps libvirt from printing each error to stderr. Errors are thrown as exceptions anyway.</summary>
internal static unsafe class SilentErrors
{
    internal static void Install() => Vir.SetErrorFunc(0, &OnError);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(nint userData, NativeError* error)
    {
        // Read with virGetLastError right after the call that failed.
    }
}

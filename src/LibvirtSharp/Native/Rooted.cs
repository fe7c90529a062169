using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>
/// Objects that native code refers to by an opaque number. Not GC handles: a number is never used twice, so freeing it once too often or
/// finding it too late does nothing, where a handle would hit somebody else's object. What is rooted must not refer to its connection: a
/// registered callback would keep a forgotten connection from being finalised.
/// </summary>
internal static unsafe class Rooted
{
    private static readonly ConcurrentDictionary<nint, object> Targets = new();
    private static long _last;

    /// <summary>Not yet freed, in the whole process: lets a test see a leak.</summary>
    internal static int Live => Targets.Count;

    /// <summary>For libvirt to call once the last callback is done. It calls it only for what it has accepted.</summary>
    internal static delegate* unmanaged[Cdecl]<nint, void> FreeCallback => &OnFree;

    internal static nint Add(object target)
    {
        var opaque = (nint)Interlocked.Increment(ref _last);
        Targets[opaque] = target;
        return opaque;
    }

    internal static T? Find<T>(nint opaque) where T : class => Targets.GetValueOrDefault(opaque) as T;

    internal static void Free(nint opaque) => Targets.TryRemove(opaque, out _);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFree(nint opaque) => Free(opaque);
}

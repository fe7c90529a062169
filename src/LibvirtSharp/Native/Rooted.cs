using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>
/// Objects that native code refers to by an opaque number. GC handles are not used: a number is never reused, so a late lookup or a
/// second free does nothing, whereas a stale handle could refer to another object. A rooted object must not refer to its connection: a
/// registered callback would keep an abandoned connection from being finalised.
/// </summary>
internal static unsafe class Rooted
{
    private static readonly ConcurrentDictionary<nint, object> Targets = new();
    private static long _last;

    /// <summary>Number of objects not yet freed, in the whole process. Lets a test detect a leak.</summary>
    internal static int Live => Targets.Count;

    /// <summary>Called by libvirt after the last callback, only for callbacks it accepted.</summary>
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

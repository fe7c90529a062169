using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>
/// libvirt's conventions for a failed call, one check each. The check wraps the call itself: libvirt's last error is thread-local, and
/// the thread's next libvirt call clears it, even a free.
/// </summary>
internal static unsafe class Check
{
    internal static int ThrowIfNegative(int result, [CallerArgumentExpression(nameof(result))] string call = "")
    {
        if (result < 0)
            throw LastError.ToException(call);
        return result;
    }

    internal static byte* ThrowIfNull(byte* result, [CallerArgumentExpression(nameof(result))] string call = "")
    {
        if (result is null)
            throw LastError.ToException(call);
        return result;
    }

    internal static nint ThrowIfInvalid(nint handle, [CallerArgumentExpression(nameof(handle))] string call = "")
    {
        if (handle == 0)
            throw LastError.ToException(call);
        return handle;
    }

    internal static T ThrowIfInvalid<T>(T handle, [CallerArgumentExpression(nameof(handle))] string call = "") where T : SafeHandle
    {
        if (handle.IsInvalid)
            throw LastError.ToException(call);
        return handle;
    }
}

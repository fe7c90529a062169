using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>
/// libvirt calls this once, on the event-loop thread, when a connection breaks. It holds a lock that closing the connection needs too: a
/// handler that disposed the connection would deadlock. So the handler runs on the thread pool.
/// </summary>
internal static unsafe class CloseCallback
{
    internal static delegate* unmanaged[Cdecl]<nint, int, nint, void> Function => &OnClosed;

    /// <param name="connection">The connection; libvirt allows one such callback for each.</param>
    /// <param name="handler">Must not refer to the connection, see <see cref="Rooted"/>.</param>
    internal static void Register(ConnectionHandle connection, Action<LibvirtEnum<ConnectionCloseReason>> handler)
    {
        var opaque = Rooted.Add(handler);
        try
        {
            Check.ThrowIfNegative(VirConnect.RegisterCloseCallback(connection, Function, opaque, Rooted.FreeCallback));
        }
        catch
        {
            Rooted.Free(opaque);
            throw;
        }
        connection.KeepCloseCallback(opaque);
    }

    private static void Tell(Action<LibvirtEnum<ConnectionCloseReason>> handler, LibvirtEnum<ConnectionCloseReason> reason)
    {
        try
        {
            handler(reason);
        }
        catch (Exception exception)
        {
            CallbackFailure.Report(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnClosed(nint connection, int reason, nint opaque)
    {
        try
        {
            if (Rooted.Find<Action<LibvirtEnum<ConnectionCloseReason>>>(opaque) is { } handler)
                ThreadPool.UnsafeQueueUserWorkItem(_ => Tell(handler, LibvirtEnum.From<ConnectionCloseReason>(reason)), null);
        }
        catch (Exception exception)
        {
            CallbackFailure.Report(exception);
        }
    }
}

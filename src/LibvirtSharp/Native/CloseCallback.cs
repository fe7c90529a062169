using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>libvirt calls this on the event-loop thread when a connection breaks.</summary>
internal static unsafe class CloseCallback
{
    internal static void Register(ConnectionHandle connection, Action<LibvirtEnum<ConnectionCloseReason>> handler)
    {
        var opaque = new EventSink<LibvirtEnum<ConnectionCloseReason>>(handler).Root();
        try
        {
            Check.ThrowIfNegative(VirConnect.RegisterCloseCallback(connection, &OnClosed, opaque, &EventCallbacks.OnFree));
        }
        catch
        {
            EventSink.Unroot(opaque);
            throw;
        }
        connection.KeepCloseCallback();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void OnClosed(nint connection, int reason, nint opaque)
    {
        try
        {
            EventSink.Find<EventSink<LibvirtEnum<ConnectionCloseReason>>>(opaque)?.Deliver(LibvirtEnum.From<ConnectionCloseReason>(reason));
        }
        catch (Exception exception)
        {
            CallbackFailure.Report(exception);
        }
    }
}

using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>
/// Owns one reference on a virConnect and the callbacks registered on it. libvirt takes a reference on the connection for each registered
/// callback: closing without deregistering them leaves the socket open for ever. So the handle does both, also in its finaliser. It is a
/// SafeHandle: when one thread disposes it while another waits in a call, it is closed when that call returns.
/// </summary>
internal sealed class ConnectionHandle() : SafeHandle(0, ownsHandle: true)
{
    private nint _closeCallback;

    public override bool IsInvalid => handle == 0;

    internal EventRegistry Events { get; } = new();

    /// <summary>Result of virConnectClose: 0 when no references are left. Null before the release.</summary>
    internal int? ReferencesLeft { get; private set; }

    internal void KeepCloseCallback(nint opaque) => Volatile.Write(ref _closeCallback, opaque);

    /// <returns>False when the handle is closed: its release deregisters whatever is left.</returns>
    internal bool TryDeregister(int callbackId)
    {
        var referenced = false;
        try
        {
            DangerousAddRef(ref referenced);
            // The result is ignored: on a dead connection the daemon cannot be asked, and the local registration is removed anyway.
            _ = VirConnect.DomainEventDeregisterAny(handle, callbackId);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            if (referenced)
                DangerousRelease();
        }
    }

    protected override unsafe bool ReleaseHandle()
    {
        Events.DeregisterAll(handle);
        if (Volatile.Read(ref _closeCallback) is var opaque and not 0)
        {
            _ = VirConnect.UnregisterCloseCallback(handle, CloseCallback.Function);
            // Drivers that cannot lose a connection accept the callback but never free it.
            Rooted.Free(opaque);
        }
        var left = VirConnect.Close(handle);
        ReferencesLeft = left;
        return left >= 0;
    }
}

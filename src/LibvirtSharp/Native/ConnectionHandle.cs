using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>
/// Owns one reference on a virConnect, and the callbacks registered on it. libvirt takes a reference on the connection for every
/// registered callback: whoever closes without deregistering them first keeps the socket open for ever. So the handle does both, also
/// when it is finalised. It is a SafeHandle, so a connection disposed while another thread waits in a call is closed when that call returns.
/// </summary>
internal sealed class ConnectionHandle() : SafeHandle(0, ownsHandle: true)
{
    private readonly ConcurrentDictionary<int, EventSink> _domainEvents = new();
    private volatile bool _closeCallbackRegistered;

    public override bool IsInvalid => handle == 0;

    /// <summary>What virConnectClose said: 0 when nobody holds the connection any more. Null before the release.</summary>
    internal int? ReferencesLeft { get; private set; }

    internal void Keep(int callbackId, EventSink sink) => _domainEvents[callbackId] = sink;

    internal void KeepCloseCallback() => _closeCallbackRegistered = true;

    /// <summary>Does nothing when the handle is closed: the release deregisters whatever is left.</summary>
    internal void Deregister(int callbackId)
    {
        var referenced = false;
        try
        {
            DangerousAddRef(ref referenced);
            if (_domainEvents.TryRemove(callbackId, out _))
                _ = VirConnect.DomainEventDeregisterAny(handle, callbackId); // A dead connection cannot be asked; locally it is removed all the same.
        }
        catch (ObjectDisposedException)
        {
            // Closed in between: see above.
        }
        finally
        {
            if (referenced)
                DangerousRelease();
        }
    }

    /// <summary>No callback of the user's runs after this, even if the native side takes its time.</summary>
    internal void SilenceEvents()
    {
        foreach (var sink in _domainEvents.Values)
            sink.Silence();
    }

    protected override unsafe bool ReleaseHandle()
    {
        foreach (var callbackId in _domainEvents.Keys)
            _ = VirConnect.DomainEventDeregisterAny(handle, callbackId);
        if (_closeCallbackRegistered)
            _ = VirConnect.UnregisterCloseCallback(handle, &CloseCallback.OnClosed);
        var left = VirConnect.Close(handle);
        ReferencesLeft = left;
        return left >= 0;
    }
}

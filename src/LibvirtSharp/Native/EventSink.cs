using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>
/// What a native callback finds behind its opaque pointer. It knows nothing of the connection, so that a registered callback does not
/// keep a forgotten connection from being finalised.
/// </summary>
internal abstract class EventSink
{
    private volatile bool _silent;

    protected bool IsSilent => _silent;

    internal void Silence() => _silent = true;

    /// <summary>Freed by libvirt through <see cref="EventCallbacks.OnFree"/>, after the last callback; or by the caller when registering fails.</summary>
    internal nint Root() => GCHandle.ToIntPtr(GCHandle.Alloc(this));

    internal static void Unroot(nint opaque) => GCHandle.FromIntPtr(opaque).Free();

    internal static T? Find<T>(nint opaque) where T : EventSink => GCHandle.FromIntPtr(opaque).Target as T;
}

internal sealed class EventSink<T>(Action<T> handler) : EventSink
{
    internal void Deliver(T domainEvent)
    {
        if (!IsSilent)
            handler(domainEvent);
    }
}

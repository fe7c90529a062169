using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// A registered event callback. Disposing ends it
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventDeregisterAny">virConnectDomainEventDeregisterAny</see>),
/// also from inside the callback; disposing the connection ends it too. A call already running on the event-loop thread is not waited for.
/// </summary>
public sealed class DomainEventSubscription : IDisposable
{
    private readonly ConnectionHandle _connection;
    private readonly EventSink _sink;
    private readonly int _callbackId;

    internal DomainEventSubscription(ConnectionHandle connection, EventSink sink, int callbackId)
    {
        _connection = connection;
        _sink = sink;
        _callbackId = callbackId;
    }

    /// <summary>No callback starts after this. May ask the daemon, so it can block like any other call.</summary>
    public void Dispose()
    {
        _sink.Silence();
        _connection.Deregister(_callbackId);
    }
}

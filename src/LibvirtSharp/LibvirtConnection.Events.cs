using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <content>
/// Events. Their callbacks run on the event-loop thread, one after the other: they should be short, and hand work to other threads. They
/// need
/// <see cref="Libvirt.StartEventLoop"/>. What they throw goes to <see cref="Libvirt.CallbackFailed"/>.
/// </content>
public sealed partial class LibvirtConnection
{
    private readonly Lock _closedGate = new();
    private EventHandler<ConnectionClosedEventArgs>? _closed;
    private CloseNotice? _closeNotice;

    /// <summary>
    /// The connection broke
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virConnectRegisterCloseCallback">virConnectRegisterCloseCallback</see>).
    /// Not raised by <see cref="Dispose"/>. Raised at most once, on a thread of the pool: disposing the connection in it is all right.
    /// </summary>
    public event EventHandler<ConnectionClosedEventArgs>? Closed
    {
        add
        {
            lock (_closedGate)
            {
                // Only now: it costs a round trip, and libvirt allows one callback per connection.
                _closeNotice ??= CloseNotice.Register(this);
                _closed += value;
            }
        }
        remove
        {
            lock (_closedGate)
                _closed -= value;
        }
    }

    /// <summary>Domains are started, stopped, paused, defined … (VIR_DOMAIN_EVENT_ID_LIFECYCLE).</summary>
    /// <param name="handler">Runs on the event-loop thread.</param>
    /// <param name="uuid">Only this domain; null for all.</param>
    public unsafe DomainEventSubscription SubscribeLifecycle(Action<DomainLifecycleEvent> handler, Guid? uuid = null) =>
        Subscribe(NativeDomainEventId.Lifecycle, EventCallbacks.Lifecycle, handler, uuid);

    /// <summary>A balloon moved (VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE). QEMU reports at most one change per second and domain.</summary>
    /// <inheritdoc cref="SubscribeLifecycle"/>
    public unsafe DomainEventSubscription SubscribeBalloonChange(Action<DomainBalloonChangeEvent> handler, Guid? uuid = null) =>
        Subscribe(NativeDomainEventId.BalloonChange, EventCallbacks.BalloonChange, handler, uuid);

    /// <summary>Title, description or a metadata element changed (VIR_DOMAIN_EVENT_ID_METADATA_CHANGE).</summary>
    /// <inheritdoc cref="SubscribeLifecycle"/>
    public unsafe DomainEventSubscription SubscribeMetadataChange(Action<DomainMetadataChangeEvent> handler, Guid? uuid = null) =>
        Subscribe(NativeDomainEventId.MetadataChange, EventCallbacks.MetadataChange, handler, uuid);

    /// <summary>A guest rebooted, or was reset (VIR_DOMAIN_EVENT_ID_REBOOT).</summary>
    /// <inheritdoc cref="SubscribeLifecycle"/>
    public unsafe DomainEventSubscription SubscribeReboot(Action<DomainRebootEvent> handler, Guid? uuid = null) =>
        Subscribe(NativeDomainEventId.Reboot, EventCallbacks.Reboot, handler, uuid);

    /// <summary>A device was added to a running domain (VIR_DOMAIN_EVENT_ID_DEVICE_ADDED).</summary>
    /// <inheritdoc cref="SubscribeLifecycle"/>
    public unsafe DomainEventSubscription SubscribeDeviceAdded(Action<DomainDeviceEvent> handler, Guid? uuid = null) =>
        Subscribe(NativeDomainEventId.DeviceAdded, EventCallbacks.Device, handler, uuid);

    /// <summary>A device was removed from a running domain; its guest has let go of it (VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED).</summary>
    /// <inheritdoc cref="SubscribeLifecycle"/>
    public unsafe DomainEventSubscription SubscribeDeviceRemoved(Action<DomainDeviceEvent> handler, Guid? uuid = null) =>
        Subscribe(NativeDomainEventId.DeviceRemoved, EventCallbacks.Device, handler, uuid);

    /// <summary>
    /// A guest plugged or unplugged a part of a memory device that can be resized (VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE, since
    /// libvirt 7.9). QEMU reports at most one change per second and device.
    /// </summary>
    /// <inheritdoc cref="SubscribeLifecycle"/>
    public unsafe DomainEventSubscription SubscribeMemoryDeviceSizeChange(Action<DomainMemoryDeviceSizeEvent> handler, Guid? uuid = null) =>
        Subscribe(NativeDomainEventId.MemoryDeviceSizeChange, EventCallbacks.MemoryDeviceSizeChange, handler, uuid);

    private unsafe DomainEventSubscription Subscribe<T>(NativeDomainEventId id, void* callback, Action<T> handler, Guid? uuid)
        where T : struct, IDomainEvent
    {
        ArgumentNullException.ThrowIfNull(handler);
        var connection = Handle;
        var subscriber = new EventSubscriber<T>(uuid is null ? handler : Only(uuid.Value, handler));
        connection.Events.Add(connection, id, callback, subscriber);
        return new DomainEventSubscription(() => connection.Events.Remove(connection, id, subscriber));
    }

    private static Action<T> Only<T>(Guid uuid, Action<T> handler) where T : struct, IDomainEvent => domainEvent =>
    {
        if (domainEvent.Uuid == uuid)
            handler(domainEvent);
    };

    /// <summary>Stands between libvirt and the connection without keeping the latter from being finalised.</summary>
    private sealed class CloseNotice
    {
        private readonly WeakReference<LibvirtConnection> _connection;
        private volatile bool _silent;

        private CloseNotice(LibvirtConnection connection)
        {
            _connection = new WeakReference<LibvirtConnection>(connection);
        }

        internal static CloseNotice Register(LibvirtConnection connection)
        {
            var notice = new CloseNotice(connection);
            CloseCallback.Register(connection.Handle, notice.Raise);
            return notice;
        }

        internal void Silence() => _silent = true;

        private void Raise(LibvirtEnum<ConnectionCloseReason> reason)
        {
            if (!_silent && _connection.TryGetTarget(out var connection))
                connection._closed?.Invoke(connection, new ConnectionClosedEventArgs(reason));
        }
    }
}

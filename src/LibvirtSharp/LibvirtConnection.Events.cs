using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <content>
/// Events. All callbacks run on the event-loop thread, one after the other: they should be short, and hand work to somebody else. They need
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
    /// Not raised by <see cref="Dispose"/>.
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
    /// <param name="domain">Only this domain; null for all.</param>
    public unsafe DomainEventSubscription SubscribeLifecycle(Action<DomainLifecycleEvent> handler, LibvirtDomain? domain = null) =>
        Subscribe(NativeDomainEventId.Lifecycle, EventCallbacks.Lifecycle, handler, domain);

    /// <summary>A balloon moved (VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE). QEMU reports at most one change per second and domain.</summary>
    /// <inheritdoc cref="SubscribeLifecycle"/>
    public unsafe DomainEventSubscription SubscribeBalloonChange(Action<DomainBalloonChangeEvent> handler, LibvirtDomain? domain = null) =>
        Subscribe(NativeDomainEventId.BalloonChange, EventCallbacks.BalloonChange, handler, domain);

    /// <summary>Title, description or a metadata element changed (VIR_DOMAIN_EVENT_ID_METADATA_CHANGE).</summary>
    /// <inheritdoc cref="SubscribeLifecycle"/>
    public unsafe DomainEventSubscription SubscribeMetadataChange(Action<DomainMetadataChangeEvent> handler, LibvirtDomain? domain = null) =>
        Subscribe(NativeDomainEventId.MetadataChange, EventCallbacks.MetadataChange, handler, domain);

    /// <summary>A guest rebooted (VIR_DOMAIN_EVENT_ID_REBOOT).</summary>
    /// <inheritdoc cref="SubscribeLifecycle"/>
    public unsafe DomainEventSubscription SubscribeReboot(Action<DomainRebootEvent> handler, LibvirtDomain? domain = null) =>
        Subscribe(NativeDomainEventId.Reboot, EventCallbacks.Reboot, handler, domain);

    private unsafe DomainEventSubscription Subscribe<T>(NativeDomainEventId eventId, void* callback, Action<T> handler, LibvirtDomain? domain)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (domain is not null && !domain.BelongsTo(_handle))
            throw new ArgumentException("The domain must belong to this connection.", nameof(domain));
        var sink = new EventSink<T>(handler);
        var opaque = sink.Root();
        var domainHeld = false;
        int callbackId;
        try
        {
            domain?.Handle.DangerousAddRef(ref domainHeld);
            callbackId = Check.ThrowIfNegative(VirConnect.DomainEventRegisterAny(
                Handle, domain?.Handle.Pointer ?? 0, (int)eventId, callback, opaque, &EventCallbacks.OnFree));
        }
        catch
        {
            EventSink.Unroot(opaque); // libvirt frees only what it has accepted.
            throw;
        }
        finally
        {
            if (domainHeld)
                domain!.Handle.DangerousRelease();
        }
        _handle.Keep(callbackId, sink);
        return new DomainEventSubscription(_handle, sink, callbackId);
    }

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

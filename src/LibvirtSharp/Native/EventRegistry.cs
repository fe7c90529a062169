namespace LibvirtSharp.Native;

/// <summary>
/// The domain event callbacks of one connection. libvirt accepts the same function only once per connection and kind of event, so all
/// subscribers of a kind share one registration: it begins with the first and ends with the last of them.
/// </summary>
internal sealed unsafe class EventRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<NativeDomainEventId, (int CallbackId, EventSink Sink)> _registrations = [];
    private volatile bool _silent;

    internal bool IsSilent => _silent;

    /// <summary>Stops delivery to all subscribers. Takes no lock: another thread may hold it while the daemon does not answer.</summary>
    internal void Silence() => _silent = true;

    internal void Add<T>(ConnectionHandle connection, NativeDomainEventId id, void* callback, EventSubscriber<T> subscriber)
        where T : struct
    {
        lock (_gate)
        {
            if (_registrations.TryGetValue(id, out var registration))
            {
                ((EventSink<T>)registration.Sink).Add(subscriber);
                return;
            }
            var sink = new EventSink<T>(this);
            sink.Add(subscriber);
            var opaque = Rooted.Add(sink);
            int callbackId;
            try
            {
                callbackId = Check.ThrowIfNegative(
                    VirConnect.DomainEventRegisterAny(connection, 0, (int)id, callback, opaque, Rooted.FreeCallback));
            }
            catch
            {
                Rooted.Free(opaque);
                throw;
            }
            _registrations.Add(id, (callbackId, sink));
        }
    }

    internal void Remove<T>(ConnectionHandle connection, NativeDomainEventId id, EventSubscriber<T> subscriber) where T : struct
    {
        subscriber.End();
        lock (_gate)
        {
            if (!_registrations.TryGetValue(id, out var registration))
                return;
            ((EventSink<T>)registration.Sink).Remove(subscriber);
            if (registration.Sink.IsEmpty && connection.TryDeregister(registration.CallbackId))
                _registrations.Remove(id);
        }
    }

    /// <summary>Deregisters all callbacks. Called by the release of the connection, when no other thread can use it any more.</summary>
    internal void DeregisterAll(nint connection)
    {
        lock (_gate)
        {
            foreach (var (callbackId, _) in _registrations.Values)
                _ = VirConnect.DomainEventDeregisterAny(connection, callbackId);
            _registrations.Clear();
        }
    }
}

namespace LibvirtSharp;

/// <summary>
/// A subscription to events of domains. Disposing ends it, also from inside the callback; disposing the connection ends it too. A call
/// already running on the event-loop thread is not waited for. With the last subscription of a kind the registration in libvirt ends
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventDeregisterAny">virConnectDomainEventDeregisterAny</see>).
/// </summary>
public sealed class DomainEventSubscription : IDisposable
{
    private Action? _end;

    internal DomainEventSubscription(Action end)
    {
        _end = end;
    }

    /// <summary>No callback starts after this. May ask the daemon, so it can block like any other call.</summary>
    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}

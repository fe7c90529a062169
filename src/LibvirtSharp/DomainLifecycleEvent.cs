using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// A domain was started, stopped, paused …
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainEventID">VIR_DOMAIN_EVENT_ID_LIFECYCLE</see>).
/// </summary>
/// <param name="Uuid">The domain's unique number.</param>
/// <param name="Name">The domain's name.</param>
/// <param name="Type">What happened.</param>
/// <param name="Detail">How; the meaning depends on the type (libvirt's virDomainEventStartedDetailType and so on).</param>
public readonly record struct DomainLifecycleEvent(
    Guid Uuid, string Name, LibvirtEnum<DomainLifecycleEventType> Type, int Detail) : IDomainEvent;

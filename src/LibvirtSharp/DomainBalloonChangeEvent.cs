using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// The balloon of a domain moved.
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainEventID">VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE</see>).
/// </summary>
/// <param name="Uuid">The domain's unique number.</param>
/// <param name="Name">The domain's name.</param>
/// <param name="ActualKib">What the balloon leaves the domain now, in KiB.</param>
public readonly record struct DomainBalloonChangeEvent(Guid Uuid, string Name, ulong ActualKib) : IDomainEvent;

using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// A guest rebooted; its domain goes on.
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainEventID">VIR_DOMAIN_EVENT_ID_REBOOT</see>).
/// </summary>
/// <param name="Uuid">The domain's unique number.</param>
/// <param name="Name">The domain's name.</param>
public readonly record struct DomainRebootEvent(Guid Uuid, string Name) : IDomainEvent;

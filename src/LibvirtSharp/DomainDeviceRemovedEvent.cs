using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// A device was taken out of a running domain.
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainEventID">VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED</see>).
/// </summary>
/// <param name="Uuid">The domain's unique number.</param>
/// <param name="Name">The domain's name.</param>
/// <param name="Alias">libvirt's name of the device within the domain.</param>
public readonly record struct DomainDeviceRemovedEvent(Guid Uuid, string Name, string Alias) : IDomainEvent;

using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// A device was added to a running domain, or removed from it
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainEventID">VIR_DOMAIN_EVENT_ID_DEVICE_ADDED and
/// VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED</see>).
/// </summary>
/// <param name="Uuid">The domain's unique number.</param>
/// <param name="Name">The domain's name.</param>
/// <param name="DeviceAlias">The device's alias in the domain's XML.</param>
public readonly record struct DomainDeviceEvent(Guid Uuid, string Name, string DeviceAlias) : IDomainEvent;

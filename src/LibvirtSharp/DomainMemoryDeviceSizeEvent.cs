using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// A guest plugged or unplugged a part of a memory device
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainEventID">VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE</see>).
/// </summary>
/// <param name="Uuid">The domain's unique number.</param>
/// <param name="Name">The domain's name.</param>
/// <param name="DeviceAlias">The device's alias in the domain's XML.</param>
/// <param name="SizeKib">What is plugged now, in KiB.</param>
public readonly record struct DomainMemoryDeviceSizeEvent(Guid Uuid, string Name, string DeviceAlias, ulong SizeKib) : IDomainEvent;

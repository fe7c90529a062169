using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// The metadata of a domain changed.
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainEventID">VIR_DOMAIN_EVENT_ID_METADATA_CHANGE</see>).
/// </summary>
/// <param name="Uuid">The domain's unique number.</param>
/// <param name="Name">The domain's name.</param>
/// <param name="Type">Which kind of metadata.</param>
/// <param name="NamespaceUri">The namespace of the element; null for title and description.</param>
public readonly record struct DomainMetadataChangeEvent(
    Guid Uuid, string Name, LibvirtEnum<DomainMetadataType> Type, string? NamespaceUri) : IDomainEvent;

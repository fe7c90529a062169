namespace LibvirtSharp;

/// <summary>
/// What the XML of a domain shall contain (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainXMLFlags">virDomainXMLFlags</see>).
/// </summary>
[Flags]
public enum DomainXmlFlags
{
    /// <summary>Dump security sensitive information too.</summary>
    Secure = 1 << 0,

    /// <summary>Dump inactive domain information.</summary>
    Inactive = 1 << 1,

    /// <summary>Update guest CPU requirements according to host CPU.</summary>
    UpdateCpu = 1 << 2,

    /// <summary>Dump XML suitable for migration.</summary>
    Migratable = 1 << 3,
}

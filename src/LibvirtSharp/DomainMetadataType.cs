namespace LibvirtSharp;

/// <summary>
/// Which kind of metadata (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMetadataType">virDomainMetadataType</see>).
/// </summary>
public enum DomainMetadataType
{
    /// <summary>Operate on &lt;description>.</summary>
    Description = 0,

    /// <summary>Operate on &lt;title>.</summary>
    Title = 1,

    /// <summary>Operate on &lt;metadata>.</summary>
    Element = 2,
}

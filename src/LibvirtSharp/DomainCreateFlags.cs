namespace LibvirtSharp;

/// <summary>
/// How a domain is started (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreateFlags">virDomainCreateFlags</see>).
/// </summary>
[Flags]
public enum DomainCreateFlags
{
    /// <summary>Default behavior.</summary>
    None = 0,

    /// <summary>Launch guest in paused state.</summary>
    Paused = 1 << 0,

    /// <summary>Automatically kill guest when virConnectPtr is closed.</summary>
    AutoDestroy = 1 << 1,

    /// <summary>Avoid file system cache pollution.</summary>
    BypassCache = 1 << 2,

    /// <summary>Boot, discarding any managed save.</summary>
    ForceBoot = 1 << 3,

    /// <summary>Validate the XML document against schema.</summary>
    Validate = 1 << 4,

    /// <summary>Re-initialize NVRAM from template.</summary>
    ResetNvram = 1 << 5,
}

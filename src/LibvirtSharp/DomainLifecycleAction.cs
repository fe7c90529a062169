namespace LibvirtSharp;

/// <summary>
/// What follows when a guest powers off, reboots or crashes (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainLifecycleAction">virDomainLifecycleAction</see>).
/// </summary>
public enum DomainLifecycleAction
{
    /// <summary>The domain is shut off.</summary>
    Destroy = 0,

    /// <summary>It is started again with the same configuration.</summary>
    Restart = 1,

    /// <summary>It is started again with a new name.</summary>
    RestartRename = 2,

    /// <summary>It stays as it is, for analysis.</summary>
    Preserve = 3,

    /// <summary>Its memory is dumped, then it is shut off.</summary>
    CoredumpDestroy = 4,

    /// <summary>Its memory is dumped, then it is started again.</summary>
    CoredumpRestart = 5,
}

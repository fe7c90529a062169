namespace LibvirtSharp;

/// <summary>
/// What a domain is doing (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainState">virDomainState</see>).
/// </summary>
public enum DomainState
{
    /// <summary>No state.</summary>
    NoState = 0,

    /// <summary>The domain is running.</summary>
    Running = 1,

    /// <summary>The domain is blocked on resource.</summary>
    Blocked = 2,

    /// <summary>The domain is paused by user.</summary>
    Paused = 3,

    /// <summary>The domain is being shut down.</summary>
    Shutdown = 4,

    /// <summary>The domain is shut off.</summary>
    ShutOff = 5,

    /// <summary>The domain is crashed.</summary>
    Crashed = 6,

    /// <summary>The domain is suspended by guest power management.</summary>
    PmSuspended = 7,
}

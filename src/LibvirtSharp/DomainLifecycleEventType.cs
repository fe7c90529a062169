namespace LibvirtSharp;

/// <summary>
/// What happened to a domain (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainEventType">virDomainEventType</see>).
/// </summary>
public enum DomainLifecycleEventType
{
    /// <summary>Its configuration was stored or changed.</summary>
    Defined = 0,

    /// <summary>Its configuration was removed.</summary>
    Undefined = 1,

    /// <summary>It was started.</summary>
    Started = 2,

    /// <summary>It was paused.</summary>
    Suspended = 3,

    /// <summary>It continues.</summary>
    Resumed = 4,

    /// <summary>It is gone, or shut off.</summary>
    Stopped = 5,

    /// <summary>Its guest has shut down.</summary>
    Shutdown = 6,

    /// <summary>Its guest went to sleep.</summary>
    PmSuspended = 7,

    /// <summary>Its guest crashed.</summary>
    Crashed = 8,
}

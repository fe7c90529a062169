namespace LibvirtSharp;

/// <summary>
/// Which domains bulk statistics cover, and how they are read (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectGetAllDomainStatsFlags">virConnectGetAllDomainStatsFlags</see>).
/// </summary>
[Flags]
public enum DomainStatsFlags
{
    /// <summary>Running or paused, for example.</summary>
    Active = 1 << 0,

    /// <summary>Defined, not started.</summary>
    Inactive = 1 << 1,

    /// <summary>With a stored configuration.</summary>
    Persistent = 1 << 2,

    /// <summary>Without a stored configuration.</summary>
    Transient = 1 << 3,

    /// <summary>In state running.</summary>
    Running = 1 << 4,

    /// <summary>In state paused.</summary>
    Paused = 1 << 5,

    /// <summary>In state shut off.</summary>
    ShutOff = 1 << 6,

    /// <summary>In any other state.</summary>
    Other = 1 << 7,

    /// <summary>
    /// Only what can be had at once: a domain whose hypervisor process is busy reports less, instead of blocking the call.
    /// </summary>
    NoWait = 1 << 29,

    /// <summary>Include backing chain for block stats.</summary>
    Backing = 1 << 30,

    /// <summary>Fail when the daemon does not know a requested group, instead of leaving it out.</summary>
    EnforceStats = 1 << 31,
}

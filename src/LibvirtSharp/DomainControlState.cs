namespace LibvirtSharp;

/// <summary>
/// Whether the channel to the hypervisor process of a domain is free (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainControlState">virDomainControlState</see>).
/// </summary>
public enum DomainControlState
{
    /// <summary>Operational, ready to accept commands.</summary>
    Ok = 0,

    /// <summary>Background job is running (can be monitored by virDomainGetJobInfo); only limited set of commands may be allowed.</summary>
    Job = 1,

    /// <summary>Occupied by a running command.</summary>
    Occupied = 2,

    /// <summary>Unusable, domain cannot be fully operated, possible reason is provided in the details field.</summary>
    Error = 3,
}

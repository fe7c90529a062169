namespace LibvirtSharp;

/// <summary>
/// What kind of job a domain runs (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainJobType">virDomainJobType</see>).
/// </summary>
public enum DomainJobType
{
    /// <summary>No job is active.</summary>
    None = 0,

    /// <summary>Job with a finite completion time.</summary>
    Bounded = 1,

    /// <summary>Job without a finite completion time.</summary>
    Unbounded = 2,

    /// <summary>Job has finished, but isn't cleaned up.</summary>
    Completed = 3,

    /// <summary>Job hit error, but isn't cleaned up.</summary>
    Failed = 4,

    /// <summary>Job was aborted, but isn't cleaned up.</summary>
    Cancelled = 5,
}

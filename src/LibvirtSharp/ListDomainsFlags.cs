namespace LibvirtSharp;

/// <summary>
/// Which domains to list; no flag of a pair (active and inactive, for example) means both (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectListAllDomainsFlags">virConnectListAllDomainsFlags</see>).
/// </summary>
[Flags]
public enum ListDomainsFlags
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

    /// <summary>With a managed save image.</summary>
    ManagedSave = 1 << 8,

    /// <summary>Without a managed save image.</summary>
    NoManagedSave = 1 << 9,

    /// <summary>Started with the host.</summary>
    Autostart = 1 << 10,

    /// <summary>Not started with the host.</summary>
    NoAutostart = 1 << 11,

    /// <summary>With a snapshot.</summary>
    HasSnapshot = 1 << 12,

    /// <summary>Without a snapshot.</summary>
    NoSnapshot = 1 << 13,

    /// <summary>With a checkpoint.</summary>
    HasCheckpoint = 1 << 14,

    /// <summary>Without a checkpoint.</summary>
    NoCheckpoint = 1 << 15,
}

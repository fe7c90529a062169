namespace LibvirtSharp;

/// <summary>
/// Groups of bulk statistics (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainStatsTypes">virDomainStatsTypes</see>).
/// </summary>
[Flags]
public enum DomainStatsGroups
{
    /// <summary>Return domain state.</summary>
    State = 1 << 0,

    /// <summary>Return domain CPU info.</summary>
    CpuTotal = 1 << 1,

    /// <summary>Return domain balloon info.</summary>
    Balloon = 1 << 2,

    /// <summary>Return domain virtual CPU info.</summary>
    Vcpu = 1 << 3,

    /// <summary>Return domain interfaces info.</summary>
    Interface = 1 << 4,

    /// <summary>Return domain block info.</summary>
    Block = 1 << 5,

    /// <summary>Return domain perf event info.</summary>
    Perf = 1 << 6,

    /// <summary>Return iothread poll info.</summary>
    IoThread = 1 << 7,

    /// <summary>Return domain memory info.</summary>
    Memory = 1 << 8,

    /// <summary>Return domain dirty rate info.</summary>
    DirtyRate = 1 << 9,

    /// <summary>Return vm info.</summary>
    Vm = 1 << 10,
}

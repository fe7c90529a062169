namespace LibvirtSharp;

/// <summary>
/// How a guest is asked to shut down (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainShutdownFlagValues">virDomainShutdownFlagValues</see>).
/// Several are tried in an order that the hypervisor chooses.
/// </summary>
[Flags]
public enum DomainShutdownFlags
{
    /// <summary>The hypervisor chooses.</summary>
    Default = 0,

    /// <summary>The power button of ACPI.</summary>
    AcpiPowerBtn = 1 << 0,

    /// <summary>The guest agent.</summary>
    GuestAgent = 1 << 1,

    /// <summary>The init control file of a container.</summary>
    Initctl = 1 << 2,

    /// <summary>A signal to the init process of a container.</summary>
    Signal = 1 << 3,

    /// <summary>The control interface of a paravirtualized guest.</summary>
    Paravirt = 1 << 4,
}

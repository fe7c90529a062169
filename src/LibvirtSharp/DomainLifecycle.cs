namespace LibvirtSharp;

/// <summary>
/// What a guest may do that has a configured action (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainLifecycle">virDomainLifecycle</see>).
/// </summary>
public enum DomainLifecycle
{
    /// <summary>It powers off.</summary>
    Poweroff = 0,

    /// <summary>It reboots.</summary>
    Reboot = 1,

    /// <summary>It crashes.</summary>
    Crash = 2,
}

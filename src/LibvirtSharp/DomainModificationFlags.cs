namespace LibvirtSharp;

/// <summary>
/// What a change applies to (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMemoryModFlags">virDomainMemoryModFlags</see>).
/// </summary>
[Flags]
public enum DomainModificationFlags
{
    /// <summary>The running domain if it runs, its configuration otherwise.</summary>
    Current = 0,

    /// <summary>The running domain.</summary>
    Live = 1 << 0,

    /// <summary>The persistent configuration: takes effect with the next start.</summary>
    Config = 1 << 1,

    /// <summary>The maximum rather than the current memory.</summary>
    Maximum = 1 << 2,
}

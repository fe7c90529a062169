namespace LibvirtSharp;

/// <summary>
/// What undefining a domain removes or keeps (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainUndefineFlagsValues">virDomainUndefineFlagsValues</see>).
/// </summary>
[Flags]
public enum DomainUndefineFlags
{
    /// <summary>Also remove any managed save.</summary>
    ManagedSave = 1 << 0,

    /// <summary>If last use of domain, then also remove any snapshot metadata.</summary>
    SnapshotsMetadata = 1 << 1,

    /// <summary>Also remove any nvram file.</summary>
    Nvram = 1 << 2,

    /// <summary>Keep nvram file.</summary>
    KeepNvram = 1 << 3,

    /// <summary>If last use of domain, then also remove any checkpoint metadata.</summary>
    CheckpointsMetadata = 1 << 4,

    /// <summary>Also remove any TPM state.</summary>
    Tpm = 1 << 5,

    /// <summary>Keep TPM state.</summary>
    KeepTpm = 1 << 6,
}

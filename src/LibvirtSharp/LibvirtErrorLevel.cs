namespace LibvirtSharp;

/// <summary>
/// How serious an error is (libvirt's <see href="https://libvirt.org/html/libvirt-virterror.html#virErrorLevel">virErrorLevel</see>).
/// </summary>
public enum LibvirtErrorLevel
{
    /// <summary>VIR_ERR_NONE.</summary>
    None = 0,

    /// <summary>A simple warning.</summary>
    Warning = 1,

    /// <summary>An error.</summary>
    Error = 2,
}

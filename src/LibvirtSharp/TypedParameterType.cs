namespace LibvirtSharp;

/// <summary>
/// The C type of a typed parameter (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-common.html#virTypedParameterType">virTypedParameterType</see>).
/// </summary>
public enum TypedParameterType
{
    /// <summary>Integer case.</summary>
    Int32 = 1,

    /// <summary>Unsigned integer case.</summary>
    UInt32 = 2,

    /// <summary>Long long case.</summary>
    Int64 = 3,

    /// <summary>Unsigned long long case.</summary>
    UInt64 = 4,

    /// <summary>Double case.</summary>
    Double = 5,

    /// <summary>Boolean(character) case.</summary>
    Boolean = 6,

    /// <summary>String case.</summary>
    Text = 7,
}

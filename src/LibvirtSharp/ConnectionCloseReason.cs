namespace LibvirtSharp;

/// <summary>
/// Why a connection was closed (libvirt's
/// <see href="https://libvirt.org/html/libvirt-libvirt-common.html#virConnectCloseReason">virConnectCloseReason</see>).
/// </summary>
public enum ConnectionCloseReason
{
    /// <summary>Misc I/O error.</summary>
    Error = 0,

    /// <summary>End-of-file from server.</summary>
    Eof = 1,

    /// <summary>Keepalive timer triggered.</summary>
    Keepalive = 2,

    /// <summary>Client requested it.</summary>
    Client = 3,
}

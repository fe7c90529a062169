namespace LibvirtSharp;

/// <summary>Event data of a lost connection.</summary>
public sealed class ConnectionClosedEventArgs(LibvirtEnum<ConnectionCloseReason> reason) : EventArgs
{
    /// <summary>Reason given by libvirt.</summary>
    public LibvirtEnum<ConnectionCloseReason> Reason { get; } = reason;
}

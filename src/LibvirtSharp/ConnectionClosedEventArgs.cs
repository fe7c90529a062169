namespace LibvirtSharp;

/// <summary>A connection broke.</summary>
public sealed class ConnectionClosedEventArgs(LibvirtEnum<ConnectionCloseReason> reason) : EventArgs
{
    /// <summary>Why.</summary>
    public LibvirtEnum<ConnectionCloseReason> Reason { get; } = reason;
}

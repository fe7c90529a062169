namespace LibvirtSharp;

/// <summary>A callback of the user's threw that libvirt had called.</summary>
public sealed class CallbackFailedEventArgs(Exception exception) : EventArgs
{
    /// <summary>What it threw.</summary>
    public Exception Exception { get; } = exception;
}

namespace LibvirtSharp;

/// <summary>A callback of the application threw an exception while libvirt was calling it.</summary>
public sealed class CallbackFailedEventArgs(Exception exception) : EventArgs
{
    /// <summary>The exception thrown by the callback.</summary>
    public Exception Exception { get; } = exception;
}

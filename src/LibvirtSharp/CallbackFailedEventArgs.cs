namespace LibvirtSharp;

/// <summary>A callback of the user's threw on the event-loop thread.</summary>
public sealed class CallbackFailedEventArgs(Exception exception) : EventArgs
{
    /// <summary>What it threw.</summary>
    public Exception Exception { get; } = exception;
}

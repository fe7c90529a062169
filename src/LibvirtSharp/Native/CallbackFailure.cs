namespace LibvirtSharp.Native;

/// <summary>Reports exceptions of callbacks on the event-loop thread. They must neither reach native code nor be lost.</summary>
internal static class CallbackFailure
{
    internal static event EventHandler<CallbackFailedEventArgs>? Failed;

    internal static void Report(Exception exception)
    {
        try
        {
            Failed?.Invoke(null, new CallbackFailedEventArgs(exception));
        }
        catch (Exception)
        {
            // The error handler itself failed. Nothing else can be told, and an exception that enters native code ends the process.
        }
    }
}

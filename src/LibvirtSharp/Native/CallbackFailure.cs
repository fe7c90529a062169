namespace LibvirtSharp.Native;

/// <summary>An exception on the event-loop thread: it must not reach native code, and must not be lost either.</summary>
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
            // The one who was to be told fails too: nobody is left to tell, and crossing into native code would end the process.
        }
    }
}

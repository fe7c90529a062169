namespace LibvirtSharp.Native;

/// <summary>One subscription to an event. An object of its own, since the same delegate may be subscribed twice.</summary>
internal sealed class EventSubscriber<T>(Action<T> handler) where T : struct
{
    private volatile bool _ended;

    internal void End() => _ended = true;

    internal void Deliver(T domainEvent)
    {
        if (_ended)
            return;
        try
        {
            handler(domainEvent);
        }
        catch (Exception exception)
        {
            CallbackFailure.Report(exception); // A failing subscriber must not keep the event from the others.
        }
    }
}

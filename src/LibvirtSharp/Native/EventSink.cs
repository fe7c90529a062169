namespace LibvirtSharp.Native;

/// <summary>The subscribers to one kind of event; the native callback finds it by its opaque pointer.</summary>
internal abstract class EventSink
{
    internal abstract bool IsEmpty { get; }
}

internal sealed class EventSink<T>(EventRegistry registry) : EventSink where T : struct
{
    private volatile EventSubscriber<T>[] _subscribers = [];

    internal override bool IsEmpty => _subscribers.Length == 0;

    // Callers hold the registry's lock. Only the array is read without it.
    internal void Add(EventSubscriber<T> subscriber) => _subscribers = [.. _subscribers, subscriber];

    internal void Remove(EventSubscriber<T> subscriber) => _subscribers = [.. _subscribers.Where(one => one != subscriber)];

    internal void Deliver(T domainEvent)
    {
        foreach (var subscriber in _subscribers)
        {
            if (!registry.IsSilent)
                subscriber.Deliver(domainEvent);
        }
    }
}

namespace LibvirtSharp.Native;

/// <summary>What the native callback of one kind of event finds behind its opaque pointer: everybody who wants to hear of it.</summary>
internal abstract class EventSink
{
    internal abstract bool IsEmpty { get; }
}

internal sealed class EventSink<T>(EventRegistry registry) : EventSink where T : struct
{
    private volatile EventSubscriber<T>[] _subscribers = [];

    internal override bool IsEmpty => _subscribers.Length == 0;

    // The registry's lock is held for both: only the array is read without it.
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

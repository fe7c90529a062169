namespace LibvirtSharp.Tests.Events;

/// <summary>Events in the order of their arrival, for a test to wait for. Events come from another thread, when they come.</summary>
internal sealed class Arrivals<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<T> _all = [];

    internal void Add(T item)
    {
        lock (_all)
        {
            _all.Add(item);
            Monitor.PulseAll(_all);
        }
    }

    internal IReadOnlyList<T> Snapshot()
    {
        lock (_all)
            return [.. _all];
    }

    /// <summary>The first one that fits; fails with what has come instead.</summary>
    internal T WaitFor(Predicate<T> fits)
    {
        lock (_all)
        {
            while (true)
            {
                var index = _all.FindIndex(fits);
                if (index >= 0)
                    return _all[index];
                Assert.True(Monitor.Wait(_all, Patience), $"Did not come in time; what came: {string.Join(", ", _all)}");
            }
        }
    }
}

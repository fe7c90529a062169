using System.Net;

namespace ExporterToolkit.WebConfig;

/// <summary>The most recent addresses that sent a right password. Thread-safe.</summary>
public sealed class KnownAddresses
{
    private const int MostAddresses = 1000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<IPAddress, bool> _addresses = [];

    /// <param name="address">As returned by <see cref="GuessLimits.KeyOf"/>.</param>
    public bool Contains(IPAddress address)
    {
        lock (_lock)
            return _addresses.ContainsKey(address);
    }

    public void Add(IPAddress address)
    {
        lock (_lock)
        {
            // Replaces the oldest entry.
            if (!_addresses.Remove(address) && _addresses.Count >= MostAddresses)
                _addresses.RemoveAt(0);
            _addresses.Add(address, true);
        }
    }
}

using System.Net;

namespace ExporterToolkit.WebConfig;

/// <summary>The addresses from which a password was right, the latest of them. Thread-safe.</summary>
public sealed class KnownAddresses
{
    private const int MostAddresses = 1000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<IPAddress, bool> _addresses = [];

    /// <param name="address">As <see cref="GuessLimits.KeyOf"/> has it.</param>
    public bool Contains(IPAddress address)
    {
        lock (_lock)
            return _addresses.ContainsKey(address);
    }

    public void Add(IPAddress address)
    {
        lock (_lock)
        {
            // The one that was right longest ago makes room.
            if (!_addresses.Remove(address) && _addresses.Count >= MostAddresses)
                _addresses.RemoveAt(0);
            _addresses.Add(address, true);
        }
    }
}

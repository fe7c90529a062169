using System.Net;
using System.Net.Sockets;

namespace ExporterToolkit.WebConfig;

/// <summary>How many wrong passwords each address may try.</summary>
public sealed class GuessLimits(TimeProvider time)
{
    private const int Burst = 10;

    // Entries of who has not tried for a while are dropped; so many others at once would be a network of attackers, and the oldest go.
    private const int MostAddresses = 10_000;

    // Whoever has a network of IPv6 has all addresses in these bytes of it.
    private const int NetworkBytes = 8;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(6);

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<IPAddress, TokenBucket> _buckets = [];

    /// <summary>The permits of an address; one is taken for each password to compute, and given back when it was right.</summary>
    /// <param name="from">Null: a socket of this host.</param>
    public TokenBucket Of(IPAddress? from)
    {
        var key = KeyOf(from);
        lock (_lock)
        {
            if (_buckets.TryGetValue(key, out var bucket))
                return bucket;
            if (_buckets.Count >= MostAddresses)
                Shrink();
            bucket = new TokenBucket(Interval, Burst, time);
            _buckets.Add(key, bucket);
            return bucket;
        }
    }

    /// <summary>What is counted as one address.</summary>
    public static IPAddress KeyOf(IPAddress? from)
    {
        if (from is null)
            return IPAddress.None;
        if (from.IsIPv4MappedToIPv6)
            return from.MapToIPv4();
        return from.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. from.GetAddressBytes()[..NetworkBytes], .. new byte[NetworkBytes]])
            : from;
    }

    // One look at all of them makes room for many.
    private void Shrink()
    {
        foreach (var full in _buckets.Where(entry => entry.Value.IsFull).Select(entry => entry.Key).ToList())
            _buckets.Remove(full);
        while (_buckets.Count > MostAddresses / 2)
            _buckets.RemoveAt(0);
    }
}

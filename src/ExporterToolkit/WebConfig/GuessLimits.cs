using System.Net;
using System.Net.Sockets;

namespace ExporterToolkit.WebConfig;

/// <summary>Limits wrong passwords per client address.</summary>
public sealed class GuessLimits(TimeProvider time)
{
    private const int Burst = 10;

    // Idle entries are dropped. So many addresses active at once would be a network of attackers: the oldest are dropped.
    private const int MostAddresses = 10_000;

    // An IPv6 network of 64 bits counts as one address, since one client can use all of it.
    private const int NetworkBytes = 8;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(6);

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<IPAddress, TokenBucket> _buckets = [];

    /// <summary>The bucket of an address. A password check takes one permit and gives it back when the password was right.</summary>
    /// <param name="from">Null: a UNIX socket of this host.</param>
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

    /// <summary>The key under which an address is counted.</summary>
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

    // Removes many entries at once, so that it is rarely needed.
    private void Shrink()
    {
        foreach (var full in _buckets.Where(entry => entry.Value.IsFull).Select(entry => entry.Key).ToList())
            _buckets.Remove(full);
        while (_buckets.Count > MostAddresses / 2)
            _buckets.RemoveAt(0);
    }
}

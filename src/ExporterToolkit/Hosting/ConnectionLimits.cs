using System.Net;
using System.Net.Sockets;

namespace ExporterToolkit.Hosting;

/// <summary>
/// Limits open connections: per address and in total. Those for metrics, for feedback and for UNIX sockets are counted separately, and
/// together leave file descriptors for the rest of the program. Thread-safe.
/// </summary>
public sealed class ConnectionLimits
{
    // File descriptors for sessions with other daemons, kernel files, the runtime, and the temporary ones of a scrape: about 210 were observed.
    private const int Reserve = 384;

    // Metrics, feedback, UNIX sockets.
    private const int UsualKinds = 3;
    private const int Most = 512;
    private const int Least = 16;

    // At least four addresses have room, whatever one of them does.
    private const int Addresses = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<(object Kind, IPAddress Address), int> _byAddress = [];
    private readonly Dictionary<object, int> _byKind = [];

    /// <param name="files">Limit of open files and sockets of this process.</param>
    /// <param name="kinds">Kinds of connections that there are.</param>
    public ConnectionLimits(int files, int kinds = UsualKinds)
    {
        Total = Math.Clamp((files - Reserve) / kinds, Least, Most);
        PerAddress = Total / Addresses;
    }

    /// <summary>Limit of connections of one kind.</summary>
    public int Total { get; }

    /// <summary>Limit of connections of one kind per address.</summary>
    public int PerAddress { get; }

    /// <summary>Takes a place for a connection, to be disposed of when it ends. Null when none is left.</summary>
    /// <param name="kind">Kind of the connection, compared by value: one less than there are, beside UNIX sockets.</param>
    /// <param name="remote">Address of the client; not an IP address: a process of this machine.</param>
    public IDisposable? TryEnter(object kind, EndPoint? remote)
    {
        var place = remote is IPEndPoint ip ? new Place(this, kind, Network(ip.Address)) : new Place(this, AddressFamily.Unix, IPAddress.None);
        lock (_lock)
        {
            var inAll = _byKind.GetValueOrDefault(place.Kind);
            var ofAddress = _byAddress.GetValueOrDefault((place.Kind, place.Address));
            // Callers at a UNIX socket are trusted by its permissions. The fewer places are left, the fewer one address gets, so that a
            // few busy addresses leave some for new ones.
            var most = remote is IPEndPoint ? Math.Min(PerAddress, Total - inAll) : Total;
            if (inAll >= Total || ofAddress >= most)
                return null;
            _byKind[place.Kind] = inAll + 1;
            _byAddress[(place.Kind, place.Address)] = ofAddress + 1;
        }

        return place;
    }

    // One customer may have a whole /64 of IPv6 addresses.
    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private void Release(Place place)
    {
        lock (_lock)
        {
            _byKind[place.Kind]--;
            if (--_byAddress[(place.Kind, place.Address)] == 0)
                _byAddress.Remove((place.Kind, place.Address));
        }
    }

    private sealed class Place(ConnectionLimits limits, object kind, IPAddress address) : IDisposable
    {
        public object Kind => kind;

        public IPAddress Address => address;

        public void Dispose() => limits.Release(this);
    }
}

using System.Net;
using System.Net.Sockets;

namespace BalloonExporter.Web;

/// <summary>
/// How many connections are open at once: of one address, and in all. Those for metrics, those for feedback and those of this machine's
/// UNIX sockets are counted apart, and all together leave files for libvirt and the kernel. Thread-safe.
/// </summary>
internal sealed class ConnectionLimits
{
    // Sessions with libvirt, the kernel's files, the runtime's own, and whatever a scrape opens for a moment: some 210 were counted.
    private const int Reserve = 384;

    private const int Kinds = 3;
    private const int Most = 512;
    private const int Least = 16;

    // Four addresses at least have room, whatever one of them does.
    private const int Addresses = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<(object Kind, IPAddress Address), int> _byAddress = [];
    private readonly Dictionary<object, int> _byKind = [];

    /// <param name="files">How many files and sockets this process may have open.</param>
    public ConnectionLimits(int files)
    {
        Total = Math.Clamp((files - Reserve) / Kinds, Least, Most);
        PerAddress = Total / Addresses;
    }

    /// <summary>Connections of one kind.</summary>
    public int Total { get; }

    /// <summary>Connections of one kind and address.</summary>
    public int PerAddress { get; }

    /// <summary>Takes a place for a connection. Null when there is none left; to be disposed of when the connection ends.</summary>
    /// <param name="listener">What the connection may ask for.</param>
    /// <param name="remote">Who connects; no IP address: a process of this machine.</param>
    public IDisposable? TryEnter(EndpointScope listener, EndPoint? remote)
    {
        var place = remote is IPEndPoint ip ? new Place(this, listener, Network(ip.Address)) : new Place(this, AddressFamily.Unix, IPAddress.None);
        lock (_lock)
        {
            var inAll = _byKind.GetValueOrDefault(place.Kind);
            var ofAddress = _byAddress.GetValueOrDefault((place.Kind, place.Address));
            // Whoever may open the socket is trusted by its permissions. The fewer places are left the fewer of them one address gets: a few
            // addresses that take all they can leave some for whoever comes next.
            var most = remote is IPEndPoint ? Math.Min(PerAddress, Total - inAll) : Total;
            if (inAll >= Total || ofAddress >= most)
                return null;
            _byKind[place.Kind] = inAll + 1;
            _byAddress[(place.Kind, place.Address)] = ofAddress + 1;
        }

        return place;
    }

    // One customer has a whole /64 of IPv6 addresses.
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

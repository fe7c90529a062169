using System.Net.Sockets;
using System.Runtime.InteropServices;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Api;

/// <summary>Who is at the other end of a UNIX socket, as the kernel says: a feature of a connection.</summary>
/// <param name="Uid">The user that connected.</param>
/// <param name="Gids">His groups.</param>
/// <remarks>unix(7), SO_PEERCRED: what held when the connection was made, in numbers of this process's user namespace.</remarks>
internal sealed record Peer(uint Uid, IReadOnlySet<uint> Gids)
{
    // Level and options of Linux, the same on every machine that .NET runs on.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int PeerGroups = 59;

    private const int FewGroups = 64;

    // NGROUPS_MAX.
    private const int MostGroups = 65536;

    /// <summary>A user of another user namespace that has no number in this one. Anybody can be behind that, so he is nobody.</summary>
    public bool IsUnmapped => Uid == SystemAccounts.OverflowUid;

    /// <summary>Root of this user namespace, or the user that this process runs as.</summary>
    public bool IsTrusted => !IsUnmapped && (Uid == 0 || Uid == SystemAccounts.OwnUid);

    /// <summary>Null: the kernel does not say.</summary>
    public static Peer? Of(Socket socket)
    {
        try
        {
            // struct ucred: process, user, group.
            Span<uint> credentials = stackalloc uint[3];
            socket.GetRawSocketOption(SocketLevel, PeerCredentials, MemoryMarshal.AsBytes(credentials));
            return new Peer(credentials[1], new HashSet<uint>([credentials[2], .. Supplementary(socket)]));
        }
        catch (SocketException)
        {
            return null;
        }
    }

    // Hardly anybody is in more groups than the first try has room for.
    private static uint[] Supplementary(Socket socket)
    {
        try
        {
            return Supplementary(socket, FewGroups);
        }
        catch (SocketException)
        {
            return Supplementary(socket, MostGroups);
        }
    }

    private static uint[] Supplementary(Socket socket, int room)
    {
        var groups = new uint[room];
        var length = socket.GetRawSocketOption(SocketLevel, PeerGroups, MemoryMarshal.AsBytes(groups.AsSpan()));
        return groups[..(length / sizeof(uint))];
    }
}

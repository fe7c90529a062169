using System.Net.Sockets;
using System.Runtime.InteropServices;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Api;

/// <summary>The caller at the other end of a UNIX socket, by the kernel: a feature of a connection.</summary>
/// <param name="Uid">User id of the caller.</param>
/// <param name="Gids">Its groups.</param>
/// <remarks>unix(7), SO_PEERCRED: the state when the connection was made, with ids of this process's user namespace.</remarks>
internal sealed record Peer(uint Uid, IReadOnlySet<uint> Gids)
{
    // Level and options of Linux, the same on all architectures of .NET.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int PeerGroups = 59;

    private const int FewGroups = 64;

    // NGROUPS_MAX.
    private const int MostGroups = 65536;

    /// <summary>A user of another user namespace without a mapping in this one. It may be any user, so it identifies none.</summary>
    public bool IsUnmapped => Uid == SystemAccounts.OverflowUid;

    /// <summary>Root of this user namespace, or the user that this process runs as.</summary>
    public bool IsTrusted => !IsUnmapped && (Uid == 0 || Uid == SystemAccounts.OwnUid);

    /// <summary>Null: the kernel does not tell.</summary>
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

    // The first buffer is almost always large enough.
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

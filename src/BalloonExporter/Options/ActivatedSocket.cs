using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BalloonExporter.Options;

/// <summary>A listening socket that systemd opened and handed over: sd_listen_fds(3). One named <c>feedback</c> serves feedback only.</summary>
internal sealed record ActivatedSocket(int Descriptor, bool IsFeedback, bool IsLoopback)
{
    // SD_LISTEN_FDS_START
    private const int FirstDescriptor = 3;

    public static IReadOnlyList<ActivatedSocket> Read(
        IReadOnlyDictionary<string, string> environment, int processId, List<string> problems, int first = FirstDescriptor)
    {
        // Meant for another process when the number is not ours.
        if (Number(environment, "LISTEN_PID") != processId || Number(environment, "LISTEN_FDS") is not (> 0 and var count))
            return [];
        var names = environment.GetValueOrDefault("LISTEN_FDNAMES", string.Empty).Split(':');
        var sockets = new List<ActivatedSocket>();
        for (var index = 0; index < count; index++)
        {
            try
            {
                using var socket = new Socket(new SafeSocketHandle(first + index, ownsHandle: false));
                // Fails where something else than a socket was handed over.
                socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection);
                sockets.Add(new ActivatedSocket(first + index, names.ElementAtOrDefault(index) == "feedback", IsLocal(socket.LocalEndPoint)));
            }
            catch (SocketException exception)
            {
                problems.Add($"LISTEN_FDS={count}: descriptor {first + index} cannot be listened on: {exception.Message}");
            }
        }

        return sockets;
    }

    // Others than this machine reach an IP address only.
    private static bool IsLocal(EndPoint? endPoint) => endPoint is not IPEndPoint address || IPAddress.IsLoopback(address.Address);

    private static int? Number(IReadOnlyDictionary<string, string> environment, string name) =>
        int.TryParse(environment.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

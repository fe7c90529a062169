using System.Globalization;
using System.Net.Sockets;

namespace ExporterToolkit.Configuration;

/// <summary>A listening socket that systemd opened and handed over: sd_listen_fds(3). Its name says what it serves.</summary>
public sealed record ActivatedSocket(int Descriptor, SocketPurpose Serves)
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
                var serves = names.ElementAtOrDefault(index) switch
                {
                    "feedback" => SocketPurpose.Feedback,
                    "api" => SocketPurpose.Api,
                    _ => SocketPurpose.Metrics,
                };
                if (serves == SocketPurpose.Api && socket.AddressFamily != AddressFamily.Unix)
                    problems.Add($"LISTEN_FDS={count}: the socket named api is no UNIX socket, so nobody's user is known there; name it feedback");
                else
                    sockets.Add(new ActivatedSocket(first + index, serves));
            }
            catch (SocketException exception)
            {
                problems.Add($"LISTEN_FDS={count}: descriptor {first + index} cannot be listened on: {exception.Message}");
            }
        }

        return sockets;
    }

    private static int? Number(IReadOnlyDictionary<string, string> environment, string name) =>
        int.TryParse(environment.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What a socket of systemd's is for.</summary>
public enum SocketPurpose
{
    /// <summary>Named anything else: what <c>--web.listen-address</c> is for.</summary>
    Metrics,

    /// <summary>Named <c>feedback</c>: what <c>--feedback.listen-address</c> is for.</summary>
    Feedback,

    /// <summary>Named <c>api</c>: in place of <c>--api.socket</c>, the caller's user is the key.</summary>
    Api,
}

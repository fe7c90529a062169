using System.Globalization;
using System.Net.Sockets;

namespace ExporterToolkit.Configuration;

/// <summary>A listening socket opened by systemd and passed to this process, see sd_listen_fds(3). Its name says what it serves.</summary>
public sealed record ActivatedSocket(int Descriptor, SocketPurpose Serves)
{
    // SD_LISTEN_FDS_START
    private const int FirstDescriptor = 3;

    public static IReadOnlyList<ActivatedSocket> Read(
        IReadOnlyDictionary<string, string> environment, int processId, List<string> problems, int first = FirstDescriptor)
    {
        // The variables are for another process when the id is not ours.
        if (Number(environment, "LISTEN_PID") != processId || Number(environment, "LISTEN_FDS") is not (> 0 and var count))
            return [];
        var names = environment.GetValueOrDefault("LISTEN_FDNAMES", string.Empty).Split(':');
        var sockets = new List<ActivatedSocket>();
        for (var index = 0; index < count; index++)
        {
            try
            {
                using var socket = new Socket(new SafeSocketHandle(first + index, ownsHandle: false));
                // Fails when the descriptor is not a socket.
                socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection);
                var serves = names.ElementAtOrDefault(index) switch
                {
                    "feedback" => SocketPurpose.Feedback,
                    "api" => SocketPurpose.Api,
                    _ => SocketPurpose.Metrics,
                };
                if (serves == SocketPurpose.Api && socket.AddressFamily != AddressFamily.Unix)
                    problems.Add($"LISTEN_FDS={count}: the socket named api is not a UNIX socket, so callers cannot be identified by their user; name it feedback");
                else
                    sockets.Add(new ActivatedSocket(first + index, serves));
            }
            catch (SocketException exception)
            {
                problems.Add($"LISTEN_FDS={count}: descriptor {first + index} is not a listening socket: {exception.Message}");
            }
        }

        return sockets;
    }

    private static int? Number(IReadOnlyDictionary<string, string> environment, string name) =>
        int.TryParse(environment.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Purpose of a socket passed by systemd.</summary>
public enum SocketPurpose
{
    /// <summary>Any other name: serves the pages of <c>--web.listen-address</c>.</summary>
    Metrics,

    /// <summary>Named <c>feedback</c>: serves the pages of <c>--feedback.listen-address</c>.</summary>
    Feedback,

    /// <summary>Named <c>api</c>: replaces <c>--api.socket</c>; callers are identified by their user.</summary>
    Api,
}

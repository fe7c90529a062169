using System.Net.Sockets;
using BalloonExporter.Options;
using ExporterToolkit.Files;

namespace BalloonExporter.Web;

/// <summary>The UNIX socket of the API, bound before the server starts. Its file is removed with it.</summary>
internal sealed class ApiSocket : IDisposable
{
    private const int Backlog = 128;

    // Callers allowed to connect must be able to reach the socket; the folder contains no secrets.
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly Socket? _socket;

    private ApiSocket(Socket? socket) => _socket = socket;

    /// <summary>No socket.</summary>
    public static ApiSocket None { get; } = new(null);

    public bool IsOpen => _socket is not null;

    /// <summary>Why there is no socket although there should be one.</summary>
    public string? Problem { get; private init; }

    /// <summary>Whether the reason is another process that serves it.</summary>
    public bool IsTaken { get; private init; }

    /// <summary>
    /// Binds the socket. A file left by a process that has ended is replaced; one that a running process listens on is kept.
    /// </summary>
    public static ApiSocket Open(ApiOptions options)
    {
        if (options.Socket is not { } path)
            return None;
        try
        {
            CreateFolder(Path.GetDirectoryName(path)!);
            switch (StateOf(path))
            {
                case State.Stale:
                    File.Delete(path);
                    break;
                case State.Listening:
                    return new ApiSocket(null) { Problem = $"{path}: another process serves this socket: choose another --api.socket", IsTaken = true };
                case State.Foreign:
                    return new ApiSocket(null) { Problem = $"{path} exists and is not a socket of this program: remove it or choose another --api.socket" };
            }

            return new ApiSocket(Bind(path, options));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException)
        {
            return new ApiSocket(null) { Problem = $"{path} cannot be made the API's socket: {exception.Message}: choose another --api.socket, or off" };
        }
    }

    /// <summary>A descriptor for the server, which closes it.</summary>
    public int Duplicate() => UnixFiles.Duplicate(_socket ?? throw new InvalidOperationException("there is no socket"));

    /// <summary>Closes the socket and removes its file.</summary>
    public void Dispose() => _socket?.Dispose();

    private static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        Directory.CreateDirectory(folder);
        // Set after the creation: the process's umask would remove the permissions of others.
        UnixFiles.ChangeMode(folder, FolderMode);
    }

    private static Socket Bind(string path, ApiOptions options)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            // No client can connect before the socket listens.
            if (options.SocketGroup is { } group)
                UnixFiles.ChangeGroup(path, group);
            UnixFiles.ChangeMode(path, options.SocketMode);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static State StateOf(string path)
    {
        if (FileCalls.StatusOfLink(path, out _) is not { } status)
            return State.Absent;
        if (!status.IsSocket)
            return State.Foreign;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return State.Listening;
        }
        catch (SocketException exception)
        {
            // Only this error means that no process listens. A full queue, for example, belongs to a running process.
            return exception.SocketErrorCode == SocketError.ConnectionRefused ? State.Stale : State.Listening;
        }
    }

    private enum State
    {
        Absent,
        Stale,
        Listening,
        Foreign,
    }
}

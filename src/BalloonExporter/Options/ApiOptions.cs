namespace BalloonExporter.Options;

/// <summary>Access to the API, and its UNIX socket.</summary>
internal sealed record ApiOptions
{
    public const string DefaultSocket = "/run/balloon-exporter/api.sock";

    /// <summary>The keys file; null: see <see cref="ExporterOptions.TokenFile"/>.</summary>
    public FileInfo? KeysFile { get; init; }

    /// <summary>Path of the socket; null: none.</summary>
    public string? Socket { get; init; } = DefaultSocket;

    /// <summary>Whether the path was set explicitly: then failing to open it is an error.</summary>
    public bool SocketIsNamed { get; init; }

    /// <summary>Mode of the socket: who may connect. What a caller may do is decided by keys.</summary>
    public UnixFileMode SocketMode { get; init; } =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>The socket's group; null: the process's own.</summary>
    public uint? SocketGroup { get; init; }
}

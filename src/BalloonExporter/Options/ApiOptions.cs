namespace BalloonExporter.Options;

/// <summary>Who may use the API, and the UNIX socket that serves it on this machine.</summary>
internal sealed record ApiOptions
{
    public const string DefaultSocket = "/run/balloon-exporter/api.sock";

    /// <summary>Who may what; null: see <see cref="ExporterOptions.TokenFile"/>.</summary>
    public FileInfo? KeysFile { get; init; }

    /// <summary>Path of the socket; null: there is none.</summary>
    public string? Socket { get; init; } = DefaultSocket;

    /// <summary>Whether an operator asked for that path: then it must be possible.</summary>
    public bool SocketIsNamed { get; init; }

    /// <summary>Who may connect. What he may do then is another question.</summary>
    public UnixFileMode SocketMode { get; init; } =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>The socket's group; null: the process's own.</summary>
    public uint? SocketGroup { get; init; }
}

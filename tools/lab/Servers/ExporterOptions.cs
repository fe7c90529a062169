namespace BalloonExporter.Lab;

/// <summary>How an exporter under test is started; what is null is left to its own default.</summary>
public sealed record ExporterOptions(string LibvirtUri)
{
    /// <summary>observe or act.</summary>
    public string Mode { get; init; } = "observe";

    /// <summary>For example 3GiB.</summary>
    public string? Budget { get; init; }

    /// <summary>File with the key that may read, post feedback, change policies and pause. Null: one is made.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Path of the API's UNIX socket; null: none.</summary>
    public string? ApiSocket { get; init; }

    /// <summary>A web configuration with TLS and without users. Null: none, and plain HTTP.</summary>
    public string? TlsConfigFile { get; init; }

    /// <summary>How long after its start a domain is left alone. Short: a lab has no minutes to wait.</summary>
    public string? Grace { get; init; } = "10s";

    public string? Floor { get; init; } = "256MiB";

    /// <summary>The folder of its state. Null: one of its own in the lab's folder, so that no test inherits the state of another.</summary>
    public string? StatePath { get; init; }

    /// <summary>Further flags, as they are.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A command that runs the one it is given as its last arguments, for example with another working directory.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Null: a free one.</summary>
    public int? Port { get; init; }
}

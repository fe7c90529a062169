using ExporterToolkit.Files;

namespace ExporterToolkit.WebConfig;

/// <summary>Contents of a web configuration file.</summary>
public sealed record WebConfiguration
{
    public static WebConfiguration Empty { get; } = new();

    /// <summary>TLS settings; null: plain HTTP.</summary>
    public TlsSettings? Tls { get; init; }

    public bool Http2 { get; init; } = true;

    /// <summary>Headers added to each response.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Users of basic authentication; null: none required.</summary>
    public BasicUsers? Users { get; init; }

    /// <summary>Request limit; null: none.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>Files that the configuration was read from.</summary>
    public IReadOnlyList<FileVersion> Files { get; init; } = [];

    /// <summary>Warnings about a valid configuration.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

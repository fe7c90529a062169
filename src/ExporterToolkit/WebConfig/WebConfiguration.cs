using ExporterToolkit.Files;

namespace ExporterToolkit.WebConfig;

/// <summary>What a web configuration file says.</summary>
public sealed record WebConfiguration
{
    public static WebConfiguration Empty { get; } = new();

    /// <summary>Null: plain HTTP.</summary>
    public TlsSettings? Tls { get; init; }

    public bool Http2 { get; init; } = true;

    /// <summary>Added to every response.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Null: no user name and password are asked for.</summary>
    public BasicUsers? Users { get; init; }

    /// <summary>Null: no limit.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>Files that this was made of.</summary>
    public IReadOnlyList<FileVersion> Files { get; init; } = [];

    /// <summary>What works but an operator should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

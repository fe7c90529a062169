using BalloonExporter.Options.Keys;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options;

/// <summary>The customers' page: where it is, who may open it, and what it may do.</summary>
internal sealed record CustomerOptions
{
    public const string DefaultAudience = "balloon-exporter";

    /// <summary>Addresses of the page; empty: there is none.</summary>
    public IReadOnlyList<ListenAddress> ListenAddresses { get; init; } = [];

    /// <summary>Names under which browsers reach it, beside those of loopback; in lower case.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Keys of the links; null: there are no links.</summary>
    public FileInfo? KeyFile { get; init; }

    /// <summary>The panel's name in links; null: any.</summary>
    public string? Issuer { get; init; }

    /// <summary>This exporter's name in links.</summary>
    public string Audience { get; init; } = DefaultAudience;

    /// <summary>Origins of pages that may show it in a frame; empty: none.</summary>
    public IReadOnlyList<string> FrameAncestors { get; init; } = [];

    /// <summary>Whether other sites may show it in a frame.</summary>
    public bool IsFramed => FrameAncestors.Count > 0;

    /// <summary>Origins that the page may lead back to.</summary>
    public IReadOnlyList<string> BackOrigins { get; init; } = [];

    /// <summary>Restarts that customers may ask for at all; their links say which of them may.</summary>
    public CustomerRestart Restart { get; init; } = CustomerRestart.Force;

    /// <summary>How long a guest has to shut down.</summary>
    public TimeSpan RestartTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The provider's own texts; null: those of this program.</summary>
    public FileInfo? TextsFile { get; init; }

    /// <summary>Whether the operator allows a right that a link gives.</summary>
    public bool Allows(Scope right) => right switch
    {
        Scope.Restart => Restart != CustomerRestart.Off,
        Scope.Force => Restart == CustomerRestart.Force,
        _ => true,
    };
}

/// <summary>Restarts that customers may ask for.</summary>
internal enum CustomerRestart
{
    /// <summary>None.</summary>
    Off,

    /// <summary>Those that ask the guest to shut down.</summary>
    Graceful,

    /// <summary>By force too, after the deadline.</summary>
    Force,
}

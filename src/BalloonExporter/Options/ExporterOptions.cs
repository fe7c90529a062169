using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Options.Flags;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options;

/// <summary>All settings of an operator, with their defaults.</summary>
internal sealed record ExporterOptions
{
    public IReadOnlyList<Uri> LibvirtUris { get; init; } = [new Uri("qemu:///system")];

    /// <summary>Where the hypervisors are, for messages.</summary>
    public string HypervisorAddresses => string.Join(' ', LibvirtUris.Select(uri => uri.OriginalString));

    /// <summary>Whether the guests run on another host: then the figures of this host do not apply to them.</summary>
    public bool HostIsElsewhere => LibvirtUris.Any(LibvirtUri.IsRemote);

    /// <summary>Parallel connections for the statistics of each hypervisor.</summary>
    public int LibvirtConnections { get; init; } = Math.Clamp(2 * Environment.ProcessorCount, 4, 8);

    /// <summary>Whether each scrape reads all domains, including those of which an earlier read would be found again.</summary>
    public bool ReadsAll { get; init; }

    /// <summary>Statistics period of guests in act mode; zero: unchanged.</summary>
    public TimeSpan GuestStatisticsPeriod { get; init; } = TimeSpan.FromSeconds(2);

    public ExporterMode Mode { get; init; } = ExporterMode.Observe;

    public IReadOnlyList<ListenAddress> ListenAddresses { get; init; } = [new ListenAddress("", 10177)];

    /// <summary>Addresses for the feedback endpoint alone; empty: the addresses above serve it too.</summary>
    public IReadOnlyList<ListenAddress> FeedbackListenAddresses { get; init; } = [];

    /// <summary>Sockets passed by systemd; they replace the addresses of their kind.</summary>
    public IReadOnlyList<ActivatedSocket> Sockets { get; init; } = [];

    public bool FeedbackIsApart => FeedbackListenAddresses.Count > 0 || Sockets.Any(socket => socket.Serves == SocketPurpose.Feedback);

    public string TelemetryPath { get; init; } = "/metrics";

    public long? MemoryBudgetKib { get; init; }

    /// <summary>Access to the API, and its UNIX socket.</summary>
    public ApiOptions Api { get; init; } = new();

    /// <summary>The legacy token, superseded by <see cref="ApiOptions.KeysFile"/>.</summary>
    public FileInfo? TokenFile { get; init; }

    /// <summary>While this file exists no memory is taken.</summary>
    public FileInfo PauseFile { get; init; } = new("/run/balloon-exporter/pause");

    /// <summary>Folder for state that must survive restarts; in act mode only.</summary>
    public DirectoryInfo StatePath { get; init; } = new("/var/lib/balloon-exporter");

    /// <summary>Folder of the lock of the exporter that acts on this host.</summary>
    public DirectoryInfo RuntimeFolder { get; init; } = new("/run/balloon-exporter");

    public AlertmanagerOptions Alertmanager { get; init; } = AlertmanagerOptions.None;

    /// <summary>Users of the web configuration with the rights of <see cref="TokenFile"/>.</summary>
    public IReadOnlyList<string> FeedbackUsers { get; init; } = [];

    /// <summary>Names of verified client certificates with the rights of <see cref="TokenFile"/>.</summary>
    public IReadOnlyList<string> FeedbackClientNames { get; init; } = [];

    public Limits Limits { get; init; } = new();

    /// <summary>Whether domains that opt out get a definition without a balloon.</summary>
    public bool FixesOptedOutMemory { get; init; }

    /// <summary>Program and arguments that restart a machine of another platform; empty: none.</summary>
    public IReadOnlyList<string> RestartCommand { get; init; } = [];

    /// <summary>The customers' page and their links.</summary>
    public CustomerOptions Customer { get; init; } = new();

    /// <summary>Grafana's address, for links of the operator's page; null: not known.</summary>
    public Uri? GrafanaUrl { get; init; }

    public FileInfo? WebConfigFile { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public LogFormat LogFormat { get; init; } = LogFormat.Logfmt;

    public IReadOnlySet<CollectorName> Collectors { get; init; } = CollectorSwitches.Default;

    public DomainFilter Domains { get; init; } = new();

    /// <summary>Warnings about valid settings; logged once at the start.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>Format of log lines.</summary>
internal enum LogFormat
{
    /// <summary><c>key=value</c>, as Prometheus' own programs do.</summary>
    Logfmt,

    /// <summary>One JSON object per line.</summary>
    Json,
}

/// <summary>Whether memory is moved.</summary>
internal enum ExporterMode
{
    /// <summary>Decisions are made but nothing is moved; libvirt is opened read-only.</summary>
    Observe,

    /// <summary>Targets are applied.</summary>
    Act,
}

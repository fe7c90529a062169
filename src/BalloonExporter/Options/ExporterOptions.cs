using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Options.Flags;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options;

/// <summary>Everything an operator can set, with what holds when nobody sets it.</summary>
internal sealed record ExporterOptions
{
    public IReadOnlyList<Uri> LibvirtUris { get; init; } = [new Uri("qemu:///system")];

    /// <summary>Whether guests are read that run on another host: nothing of this one has to do with them.</summary>
    public bool HostIsElsewhere => LibvirtUris.Any(LibvirtUri.IsRemote);

    /// <summary>Connections over which the statistics of each hypervisor are read at once.</summary>
    public int LibvirtConnections { get; init; } = Math.Clamp(2 * Environment.ProcessorCount, 4, 8);

    /// <summary>How often guests are asked for statistics in act mode at least; zero: left alone.</summary>
    public TimeSpan GuestStatisticsPeriod { get; init; } = TimeSpan.FromSeconds(2);

    public ExporterMode Mode { get; init; } = ExporterMode.Observe;

    public IReadOnlyList<ListenAddress> ListenAddresses { get; init; } = [new ListenAddress("", 10177)];

    /// <summary>Addresses that serve the feedback endpoint and nothing else does; empty: those above serve it too.</summary>
    public IReadOnlyList<ListenAddress> FeedbackListenAddresses { get; init; } = [];

    /// <summary>Handed over by systemd; they take the place of the addresses of their kind.</summary>
    public IReadOnlyList<ActivatedSocket> Sockets { get; init; } = [];

    public bool FeedbackIsApart => FeedbackListenAddresses.Count > 0 || Sockets.Any(socket => socket.Serves == SocketPurpose.Feedback);

    public string TelemetryPath { get; init; } = "/metrics";

    public long? MemoryBudgetKib { get; init; }

    /// <summary>Who may use the API, and at which UNIX socket.</summary>
    public ApiOptions Api { get; init; } = new();

    /// <summary>The one key there was before <see cref="ApiOptions.KeysFile"/>, which takes its place.</summary>
    public FileInfo? TokenFile { get; init; }

    /// <summary>While this file is there no memory is taken.</summary>
    public FileInfo PauseFile { get; init; } = new("/run/balloon-exporter/pause");

    /// <summary>Where the exporter keeps what has to last over a restart; in act mode only.</summary>
    public DirectoryInfo StatePath { get; init; } = new("/var/lib/balloon-exporter");

    /// <summary>Where it is noted which exporter acts on this host.</summary>
    public DirectoryInfo RuntimeFolder { get; init; } = new("/run/balloon-exporter");

    public AlertmanagerOptions Alertmanager { get; init; } = AlertmanagerOptions.None;

    /// <summary>Users of the web configuration with the rights of <see cref="TokenFile"/>.</summary>
    public IReadOnlyList<string> FeedbackUsers { get; init; } = [];

    /// <summary>Names of verified client certificates with the rights of <see cref="TokenFile"/>.</summary>
    public IReadOnlyList<string> FeedbackClientNames { get; init; } = [];

    public Limits Limits { get; init; } = new();

    /// <summary>Whether domains that opt out get a definition without a balloon.</summary>
    public bool FixesOptedOutMemory { get; init; }

    public FileInfo? WebConfigFile { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public LogFormat LogFormat { get; init; } = LogFormat.Logfmt;

    public IReadOnlySet<CollectorName> Collectors { get; init; } = CollectorSwitches.Default;

    public DomainFilter Domains { get; init; } = new();

    /// <summary>What works but an operator should know; told once at the start.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>How log lines are written.</summary>
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
    /// <summary>Everything is computed, nothing is moved; libvirt is opened read-only.</summary>
    Observe,

    /// <summary>Targets are applied.</summary>
    Act,
}

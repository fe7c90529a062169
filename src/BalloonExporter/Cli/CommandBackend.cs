using System.CommandLine;
using BalloonExporter.Core.Ports;
using BalloonExporter.Libvirt;
using BalloonExporter.Options;
using BalloonExporter.Options.Flags;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary>What drives the guests, for commands and the start of the program: libvirt.</summary>
internal sealed class CommandBackend
{
    private readonly LibvirtFlags _flags = new();

    /// <summary>Options that say how it is reached.</summary>
    public IFlagGroup<ExporterOptions> Flags => _flags;

    /// <summary>Where it is: the only one of them that each command needs.</summary>
    public Option Address => _flags.Uris;

    /// <summary>Loads what it needs. Returns what to do when that is missing, or null.</summary>
    public static string? TryLoad() => LibvirtLibrary.TryLoad();

    /// <summary>Why it will never answer this process, and what to do; null when it may.</summary>
    public static string? Refusal(ExporterOptions options) => UnknownUser.IsTurnedAway(options.LibvirtUris)
        ? $"libvirt's host knows no user {SystemAccounts.OwnUid}: run the container as one that it knows, for example with --user $(id -u balloon-exporter):$(id -g balloon-exporter)"
        : null;

    /// <summary>Policies over connections of their own.</summary>
    public static IPolicyEditor Policies(ExporterOptions options) => new DirectPolicyStore(options.LibvirtUris);
}

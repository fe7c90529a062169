using System.CommandLine;
using System.Globalization;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.Flags;

/// <summary>Options of the connections to libvirt.</summary>
internal sealed class LibvirtFlags : IFlagGroup<ExporterOptions>
{
    private readonly Option<Uri[]> _uris = new("--libvirt.uri")
    {
        Description = "libvirt's connection URI. Can be given several times for one host, for example for QEMU and LXC. " +
            "--mode=act needs the libvirt of this host. Default: qemu:///system.",
        HelpName = "URI",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each<Uri>(result, LibvirtUri.TryParse),
    };

    private readonly Option<int?> _connections = new("--libvirt.connections")
    {
        Description = "Parallel connections for reading statistics. Default: twice the number of processors, 4 at least and 8 at most.",
        HelpName = "NUMBER",
        CustomParser = result => FlagValue.Value(
            result,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 16 ? count : (int?)null,
            "a number from 1 to 16"),
    };

    private readonly Option<bool> _readAll = new("--libvirt.read-all")
    {
        Description = "Ask QEMU about every domain with each scrape, also about those of which it is known that nothing has changed since the reflexes looked. Default: off.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The connection URIs, the only option here that commands need.</summary>
    public Option Uris => _uris;

    public IReadOnlyList<Option> Options => [_uris, _connections, _readAll];

    public ExporterOptions Read(ParseResult result, ExporterOptions options) => options with
    {
        LibvirtUris = result.GetValue(_uris) is { Length: > 0 } uris ? uris : options.LibvirtUris,
        LibvirtConnections = result.GetValue(_connections) ?? options.LibvirtConnections,
        ReadsAll = result.GetValue(_readAll),
    };

    public IEnumerable<string> Contradictions(ParseResult result, ExporterOptions options) => options.Mode != ExporterMode.Act
        ? []
        : options.LibvirtUris.Where(LibvirtUri.IsRemote).Select(uri =>
            $"--libvirt.uri={uri.OriginalString} leads to another host, or may: --mode=act would move its guests by the memory of this host. Run an exporter on that host, with a URI without transport and host such as qemu:///system");

    public IEnumerable<string> Warnings(ExporterOptions options) => options.LibvirtUris.Where(LibvirtUri.IsRemote).Select(uri =>
        $"--libvirt.uri={uri.OriginalString} leads to another host, or may: what is read of this one (host, process, cgroup and other collectors of its files) is left out");

    public IEnumerable<string> Summary(ExporterOptions options) => [$"libvirt: {options.HypervisorAddresses}"];
}

using System.CommandLine;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.Flags;

/// <summary><c>--collector.NAME</c> and <c>--no-collector.NAME</c> for each optional part of the scrape.</summary>
internal sealed class CollectorSwitches : IFlagGroup<ExporterOptions>
{
    private readonly List<(CollectorName Collector, bool Default, Option<bool> On, Option<bool> Off)> _switches =
    [
        Switch(CollectorName.Host, true, "The host's memory, swap and pressure."),
        Switch(CollectorName.Control, true, "Whether the monitor of each domain is free, busy or broken."),
        Switch(CollectorName.Process, true, "Swap and huge pages of each domain's process."),
        Switch(CollectorName.Cgroup, true, "Memory, events and pressure of each domain's cgroup."),
        Switch(CollectorName.Commit, false, "Memory promised to processes by the host."),
        Switch(CollectorName.Hugepages, false, "The host's huge pages by size."),
        Switch(CollectorName.Ksm, false, "Memory merged by the host's kernel."),
        Switch(CollectorName.Numa, false, "The host's memory by NUMA node."),
        Switch(CollectorName.Openstack, false, "OpenStack's names of domains."),
        Switch(CollectorName.Ovirt, false, "oVirt's metadata of domains."),
    ];

    /// <summary>Collectors that read files of this machine.</summary>
    private static readonly CollectorName[] OfThisHost =
    [
        CollectorName.Host, CollectorName.Process, CollectorName.Cgroup, CollectorName.Commit, CollectorName.Hugepages, CollectorName.Ksm, CollectorName.Numa,
    ];

    /// <summary>Collectors that are on by default.</summary>
    public static IReadOnlySet<CollectorName> Default { get; } = new CollectorSwitches().Select((_, isDefault) => isDefault);

    public IReadOnlyList<Option> Options => [.. _switches.SelectMany(each => (Option[])[each.On, each.Off])];

    public ExporterOptions Read(ParseResult result, ExporterOptions options) => options with
    {
        Collectors = Select((collector, isDefault) =>
        {
            var (_, _, on, off) = _switches.Single(each => each.Collector == collector);
            return (result.GetValue(on) || (isDefault && !result.GetValue(off))) && !(options.HostIsElsewhere && OfThisHost.Contains(collector));
        }),
    };

    public IEnumerable<string> Contradictions(ParseResult result, ExporterOptions options) => _switches
        .Where(each => result.GetValue(each.On) && result.GetValue(each.Off))
        .Select(each => $"{each.On.Name} and {each.Off.Name} are mutually exclusive");

    private HashSet<CollectorName> Select(Func<CollectorName, bool, bool> isOn) =>
    [
        CollectorName.Libvirt, CollectorName.Feedback,
        .. _switches.Where(each => isOn(each.Collector, each.Default)).Select(each => each.Collector),
    ];

    private static (CollectorName Collector, bool Default, Option<bool> On, Option<bool> Off) Switch(CollectorName collector, bool isDefault, string what) => (
        collector,
        isDefault,
        new Option<bool>($"--collector.{collector.ToLabel()}") { Description = $"{what} Default: {(isDefault ? "on" : "off")}.", Arity = ArgumentArity.Zero },
        new Option<bool>($"--no-collector.{collector.ToLabel()}") { Description = "Switches it off.", Arity = ArgumentArity.Zero });
}

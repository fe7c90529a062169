using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Domains with their facts and states, and whether their monitor answered.</summary>
internal sealed class DomainStateCollector : ICollector
{
    private static readonly string[] InfoLabels =
    [
        .. DomainLabels.Names, "driver", "title", "machine", "arch", "balloon_model", "autodeflate", "free_page_reporting",
        "vfio", "hugepages", "memory_locked", "memory_immediate", "launch_security", "memory_by_hand", "guest_statistics",
    ];

    public CollectorName? Name => CollectorName.Libvirt;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var info = page.Gauge("balloon_domain_info", "Static facts of a domain; always 1.", InfoLabels);
        var state = page.Gauge("balloon_domain_state", "State of a domain (virDomainState: 1 running, 3 paused).", DomainLabels.Names);
        var answered = page.Gauge(
            "balloon_domain_scrape_success", "Whether fresh monitor data of a domain could be read (0: busy, stuck, timed out).", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            var facts = domain.Facts;
            info.Write(
                1,
                TextBounds.Cut(domain.Name),
                domain.UuidText,
                facts.Driver ?? "",
                facts.Title ?? "",
                facts.Machine ?? "",
                facts.Architecture ?? "",
                facts.BalloonModel ?? "",
                OnOff(facts.AutoDeflate),
                OnOff(facts.FreePageReporting),
                OnOff(facts.Vfio),
                OnOff(facts.Hugepages),
                OnOff(facts.MemoryLocked),
                OnOff(facts.MemoryImmediate),
                facts.LaunchSecurity ?? "",
                OnOff(facts.MemoryByHand),
                domain.Guest?.Sent ?? "");
            state.Write(domain, (int)domain.State);
            answered.Write(domain, domain.MonitorAnswered ? 1 : 0);
        }

        var failed = page.Gauge(
            "balloon_domain_failed", "Domain that is paused or stopped without a command; always 1, and absent for all others.", [.. DomainLabels.Names, "reason"]);
        foreach (var domain in snapshot.FailedDomains)
            failed.Write(1, TextBounds.Cut(domain.Name), domain.Uuid.ToString(), domain.Failure.ToLabel());

        var count = page.Gauge("balloon_domains", "Number of domains by state, including shut off ones.", ["state"]);
        foreach (var (number, domains) in snapshot.DomainsByState)
            count.Write(domains, number.ToLabel());
    }

    private static string OnOff(bool? value) => value switch { true => "on", false => "off", null => "" };
}

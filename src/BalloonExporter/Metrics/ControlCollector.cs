using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Whether domains' monitors are free.</summary>
internal sealed class ControlCollector : ICollector
{
    public CollectorName? Name => CollectorName.Control;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var state = page.Gauge(
            "balloon_domain_control_state", "State of the channel to a domain's monitor (virDomainControlState: 0 ok, 1 job, 2 occupied, 3 error).", DomainLabels.Names);
        var busy = page.Gauge(
            "balloon_domain_control_busy_seconds", "How long a domain's monitor has been busy; 0 when it is free.", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            if (domain.Control is not { } control)
                continue;
            state.Write(domain, control.State);
            if (control.Busy is { } time)
                busy.Write(domain, time.TotalSeconds);
        }
    }
}

using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Options;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>What act mode would win, and at which risk.</summary>
internal sealed class WhatIfCollector(MovementLedger ledger, ExporterOptions options) : ICollector
{
    public CollectorName? Name => CollectorName.Feedback;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        if (snapshot.Domains.Count == 0)
            return;
        page.Gauge("balloon_whatif_reclaimable_bytes", "Memory that managed domains occupy above what they need now: what act mode could take from them, or has not taken yet.")
            .Write(Kib.ToSample(WhatIf.ReclaimableKib(snapshot.Domains, ledger, options.Limits, snapshot.TakenAt)));
        page.Counter("balloon_whatif_at_risk_seconds_total", "Observe mode: time in which domains would have had less than their demand, all added up, had each step been made that was only computed.")
            .Write(ledger.AtRisk.TotalSeconds);
    }
}

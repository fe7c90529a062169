using System.Text.RegularExpressions;

namespace BalloonExporter.Lab.Health;

/// <summary>An alert that a lab on a developer's machine must not provoke, and the test of promtool that shows it instead.</summary>
/// <param name="Alert">Its name.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Test">The file of the test.</param>
internal sealed record Unprovoked(string Alert, string Reason, string Test)
{
    public static IReadOnlyList<Unprovoked> All { get; } =
    [
        new("BalloonHostPressure", "the machine itself would have to starve", "health-host.test.yml"),
        new("BalloonHostSwapping", "the machine itself would have to swap", "health-host.test.yml"),
        new("BalloonAuditUnwritable", "the lab needs the exporter's log, and AuditTests fill its disk", "health-feedback.test.yml"),
        new("BalloonFleetFeedbackSilent", "its exporters have one fault each, and their own alerts are awaited", "health-fleet.test.yml"),
        new("BalloonFleetFeedbackFaulty", "its exporters have one fault each, and their own alerts are awaited", "health-fleet.test.yml"),
        new("BalloonTargetVanished", "the lab scrapes a fixed list", "health-hours.test.yml"),
        new("BalloonNothingScraped", "the lab scrapes a fixed list", "health-hours.test.yml"),
        new("BalloonPlannerConstantsDiffer", "the lab's exporters and rules have the same constants", "health-exporter.test.yml"),
        new("BalloonMixedVersions", "the lab has one binary", "health-hours.test.yml"),
        new("BalloonCollectorFailing", "a host whose kernel files are missing would be needed", "health-exporter.test.yml"),
        new("BalloonCallsAbandoned", "a quarter of an hour of a frozen daemon", "health-exporter.test.yml"),
        new("BalloonScrapeSlow", "the machine itself would have to be slow", "health-exporter.test.yml"),
        new("BalloonApiKeyUnusable", "ApiKeysTests make keys unusable", "health-hours.test.yml"),
        new("BalloonStateUnusable", "LedgerStoreTests make it unusable", "health-exporter.test.yml"),
        new("BalloonLibvirtEventsLost", "it needs a fault of the exporter", "health-exporter.test.yml"),
        new("BalloonReaderMismatch", "ReusedReadsTests lose events of libvirt", "health-hours.test.yml"),
        new("BalloonEmergencyLasts", "reflex tests have emergencies; the machine itself would have to starve for longer", "health-host.test.yml"),
        new("BalloonNothingMoves", "it needs a quarter of an hour", "health-host-slow.test.yml"),
        new("BalloonHostSwapNearlyFull", "the machine itself would have to starve", "health-host-slow.test.yml"),
        new("BalloonHostCommitNearlyFull", "the machine itself would have to starve", "health-host-slow.test.yml"),
        new("BalloonHostHugepagesNearlyFull", "the machine itself would have to starve", "health-host-slow.test.yml"),
        new("BalloonHostNodeNearlyFull", "the machine itself would have to starve", "health-host-slow.test.yml"),
        new("BalloonHostOomKill", "the machine itself would have to starve", "health-host-slow.test.yml"),
        new("BalloonHostRedPredicted", "it needs hours", "health-hours.test.yml"),
        new("BalloonDomainsNotPlanned", "the rules of the lab are whole", "health-host-slow.test.yml"),
        new("BalloonRestartFailed", "RestarterTests have starts fail", "health-guest.test.yml"),
        new("BalloonGuestIoError", "FullStorageTests fill the storage of a guest", "health-guest.test.yml"),
        new("BalloonDomainOomKill", "a control group with a limit would be needed", "health-guest.test.yml"),
        new("BalloonRescuedRepeatedly", "it needs an hour", "health-hours.test.yml"),
        new("BalloonOscillates", "a plan leaves ten minutes between giving and taking", "health-guest.test.yml"),
        new("BalloonManyStatisticsStale", "five guests would have to fall silent", "health-guest.test.yml"),
        new("BalloonClockDiffers", "the machine's clock would have to be set", "health-feedback.test.yml"),
        new("BalloonPolicyErrors", "a policy is malformed in tests of the store", "health-hours.test.yml"),
        new("BalloonPlannerSlow", "the lab does not scrape Prometheus and Alertmanager", "health-rules.test.yml"),
        new("BalloonPlannerFailing", "the lab does not scrape Prometheus and Alertmanager", "health-rules.test.yml"),
        new("BalloonPlannerMissed", "the lab does not scrape Prometheus and Alertmanager", "health-rules.test.yml"),
        new("BalloonAlertmanagerFailing", "the lab does not scrape Prometheus and Alertmanager", "health-rules.test.yml"),
        new("BalloonAlertsNotSent", "the lab does not scrape Prometheus and Alertmanager", "health-rules.test.yml"),
        new("BalloonDomainSwappedByHost", "the machine itself would have to swap", "health-guest.test.yml"),
    ];

    /// <summary>Whether its test really has it fire.</summary>
    public async Task<bool> IsShownAsync() => Regex.IsMatch(
        await File.ReadAllTextAsync(Repository.PathOf("tests", "alerts", Test)), $@"alertname: {Alert}\n +eval_time: \S+\n +exp_alerts:\n +- exp_labels:");

    public override string ToString() => $"not provoked here: {Alert}: {Reason}; tests/alerts/{Test} shows it";
}

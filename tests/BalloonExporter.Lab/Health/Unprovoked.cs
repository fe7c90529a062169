using System.Text.RegularExpressions;

namespace BalloonExporter.Lab.Health;

/// <summary>An alert that a lab on somebody's machine must not provoke, and the test of promtool that shows it instead.</summary>
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
        new("BalloonDomainSwappedByHost", "the machine itself would have to swap", "health-guest.test.yml"),
    ];

    /// <summary>Whether its test really has it fire.</summary>
    public async Task<bool> IsShownAsync() => Regex.IsMatch(
        await File.ReadAllTextAsync(Repository.PathOf("tests", "alerts", Test)), $@"alertname: {Alert}\n +eval_time: \S+\n +exp_alerts:\n +- exp_labels:");

    public override string ToString() => $"not provoked here: {Alert}: {Reason}; tests/alerts/{Test} shows it";
}

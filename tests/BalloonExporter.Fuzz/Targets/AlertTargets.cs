using System.Text.Json;
using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Fuzz.Targets;

/// <summary>Alerts: the body of Alertmanager's webhook, and the answer of its API.</summary>
internal static class AlertTargets
{
    // Made with the first input: what afl-fuzz watches may not run before it does.
    private static readonly Lazy<SteadyClock> Clock = new(() => new SteadyClock(TimeProvider.System));

    public static Target Message { get; } = new("alert-message", bytes =>
    {
        try
        {
            if (JsonSerializer.Deserialize(bytes, AlertmanagerJson.Default.AlertmanagerMessage) is { } message)
                _ = AlertReader.Read(message, Clock.Value, "fuzz");
        }
        catch (JsonException)
        {
            // Answered with 400.
        }
    });

    public static Target Polled { get; } = new("polled-alerts", bytes =>
    {
        try
        {
            foreach (var alert in (JsonSerializer.Deserialize(bytes, PolledAlertJson.Default.IReadOnlyListPolledAlert) ?? []).OfType<PolledAlert>())
                _ = AlertReader.Read(alert, "http://alertmanager", Clock.Value);
        }
        catch (JsonException)
        {
            // Counted as a failed poll.
        }
    });
}

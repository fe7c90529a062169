using System.Text.Json;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Alertmanager;

/// <summary>A message of Alertmanager's webhook parsed from a body, or its error. Pure.</summary>
/// <param name="Message">The message; null when there is none.</param>
/// <param name="Result">How the message is counted.</param>
/// <param name="Error">The error, for people; empty without one.</param>
internal sealed record FeedbackMessage(AlertmanagerMessage? Message, NotificationResult Result, string Error)
{
    private const string Grafanas = "this is the payload of Grafana's own alerting, not Alertmanager's: let Grafana send its alerts to an Alertmanager " +
        "(contact point or external data source of that type), whose webhook is understood here; so is that of Mimir's Alertmanager";

    public static FeedbackMessage Read(ReadOnlyMemory<byte> body)
    {
        AlertmanagerMessage? message;
        try
        {
            message = JsonSerializer.Deserialize(body.Span, AlertmanagerJson.Default.AlertmanagerMessage);
        }
        catch (TooManyAlertsException exception)
        {
            return new FeedbackMessage(null, NotificationResult.TooLarge, exception.Message);
        }
        catch (JsonException exception)
        {
            return new FeedbackMessage(null, NotificationResult.Malformed, $"not Alertmanager's JSON: {JsonFault.Of(exception)}");
        }

        return message switch
        {
            { Version: AlertmanagerMessage.KnownVersion, Alerts: not null } => new FeedbackMessage(message, NotificationResult.Accepted, ""),
            { Version: not AlertmanagerMessage.KnownVersion, IsGrafanas: true } => new FeedbackMessage(null, NotificationResult.UnsupportedVersion, Grafanas),
            null or { Version: null or AlertmanagerMessage.KnownVersion } =>
                new FeedbackMessage(null, NotificationResult.Malformed, "not Alertmanager's JSON: version and alerts are required"),
            _ => new FeedbackMessage(
                null,
                NotificationResult.UnsupportedVersion,
                $"payload version {message.Version} is not supported, expected {AlertmanagerMessage.KnownVersion}"),
        };
    }
}

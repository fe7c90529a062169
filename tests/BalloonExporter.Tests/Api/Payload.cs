namespace BalloonExporter.Tests.Api;

/// <summary>Messages that an Alertmanager 0.25 sent and answered, and one with what later versions add to them (0.32: notification_reason, 0.34: routeLabels).</summary>
internal static class Payload
{
    public static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Api", "Payloads", name));
}

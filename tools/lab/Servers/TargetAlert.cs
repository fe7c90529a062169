using System.Globalization;
using System.Text.Json.Nodes;

namespace BalloonExporter.Lab;

/// <summary>A message of Alertmanager with one target, made by hand.</summary>
public static class TargetAlert
{
    public static string Of(Guid uuid, long targetMib, string fingerprint = "lab") => new JsonObject
    {
        ["version"] = "4",
        ["status"] = "firing",
        ["receiver"] = "balloon-exporter",
        ["alerts"] = new JsonArray(new JsonObject
        {
            ["status"] = "firing",
            ["fingerprint"] = fingerprint,
            ["labels"] = new JsonObject { ["alertname"] = "BalloonTarget", ["uuid"] = uuid.ToString() },
            ["annotations"] = new JsonObject
            {
                ["balloon_target_bytes"] = (targetMib * 1048576).ToString(CultureInfo.InvariantCulture),
                ["balloon_evaluated_at"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            },
        }),
    }.ToJsonString();
}

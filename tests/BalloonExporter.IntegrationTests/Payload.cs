using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BalloonExporter.IntegrationTests;

/// <summary>Alertmanager's webhook payload, version 4, made by hand.</summary>
internal static class Payload
{
    public static string Of(params JsonObject[] alerts) => new JsonObject
    {
        ["version"] = "4",
        ["groupKey"] = "{}:{}",
        ["truncatedAlerts"] = 0,
        ["status"] = "firing",
        ["receiver"] = "balloon-exporter",
        ["groupLabels"] = new JsonObject(),
        ["commonLabels"] = new JsonObject(),
        ["commonAnnotations"] = new JsonObject(),
        ["externalURL"] = "http://127.0.0.1/",
        ["alerts"] = new JsonArray([.. alerts]),
    }.ToJsonString();

    public static JsonObject Alert(Guid uuid, string target, string status = "firing", DateTimeOffset? evaluatedAt = null) => new()
    {
        ["status"] = status,
        ["labels"] = new JsonObject { ["alertname"] = "BalloonTarget", ["uuid"] = uuid.ToString() },
        ["annotations"] = new JsonObject
        {
            ["balloon_target_bytes"] = target,
            ["balloon_evaluated_at"] = (evaluatedAt ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        },
        ["startsAt"] = "2026-01-01T00:00:00Z",
        ["endsAt"] = "0001-01-01T00:00:00Z",
        ["generatorURL"] = "",
        ["fingerprint"] = $"{uuid:N}"[..16],
    };

    public static JsonObject Alert(Guid uuid, long targetMib, string status = "firing", DateTimeOffset? evaluatedAt = null) =>
        Alert(uuid, (targetMib * 1024 * 1024).ToString(CultureInfo.InvariantCulture), status, evaluatedAt);

    /// <summary>Verdict and reason of each alert in an answer.</summary>
    public static IReadOnlyList<(string Verdict, string Reason, long? From, long? To)> Results(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        return [.. document.RootElement.GetProperty("results").EnumerateArray().Select(result => (
            result.GetProperty("verdict").GetString()!,
            result.GetProperty("reason").GetString()!,
            Bytes(result, "from"),
            Bytes(result, "to")))];
    }

    private static long? Bytes(JsonElement result, string name) => result.TryGetProperty(name, out var value) ? value.GetInt64() : null;
}

using System.Text.Json.Serialization;

namespace BalloonExporter.Alerts;

/// <summary>What Alertmanager's webhook sends, version 4, as far as it is used here. Unknown fields are ignored: newer versions add some.</summary>
public sealed record AlertmanagerMessage
{
    /// <summary>The only version of the payload that is known here.</summary>
    public const string KnownVersion = "4";

    /// <summary>Version of the payload.</summary>
    public string? Version { get; init; }

    /// <summary>Alerts left out because of the receiver's max_alerts.</summary>
    public long TruncatedAlerts { get; init; }

    /// <summary>The alerts of the group.</summary>
    public IReadOnlyList<AlertmanagerAlert?>? Alerts { get; init; }
}

/// <summary>One alert of a message.</summary>
public sealed record AlertmanagerAlert
{
    /// <summary>firing or resolved.</summary>
    public string? Status { get; init; }

    /// <summary>Labels: what the alert is about.</summary>
    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    /// <summary>Annotations: what the alert says.</summary>
    public IReadOnlyDictionary<string, string?>? Annotations { get; init; }

    /// <summary>Alertmanager's hash of the labels.</summary>
    public string? Fingerprint { get; init; }
}

/// <summary>Source-generated reader of messages: no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 16)]
[JsonSerializable(typeof(AlertmanagerMessage))]
public sealed partial class AlertmanagerJson : JsonSerializerContext;

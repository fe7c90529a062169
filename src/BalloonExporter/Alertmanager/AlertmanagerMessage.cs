using System.Text.Json.Serialization;

namespace BalloonExporter.Alertmanager;

/// <summary>What Alertmanager's webhook sends, version 4, as far as it is used here. Unknown fields are ignored: newer versions add some.</summary>
public sealed record AlertmanagerMessage
{
    /// <summary>The only version of the payload that is known here.</summary>
    public const string KnownVersion = "4";

    // Alertmanager has not sent it since 2015.
    private const string GrafanasVersion = "1";

    /// <summary>As many alerts as are read of one message or answer: ten times the domains of a large host.</summary>
    public const int MaximumAlerts = 10_000;

    /// <summary>Version of the payload.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? Version { get; init; }

    /// <summary>Alerts left out because of the receiver's max_alerts.</summary>
    public long TruncatedAlerts { get; init; }

    /// <summary>The alerts of the group.</summary>
    [JsonConverter(typeof(MessageAlertsConverter))]
    public IReadOnlyList<AlertmanagerAlert?>? Alerts { get; init; }

    /// <summary>Whether there is a field that only Grafana's own alerting sends: the number of an organization.</summary>
    [JsonPropertyName("orgId")]
    [JsonConverter(typeof(PresenceConverter))]
    public bool HasOrganization { get; init; }

    /// <summary>Whether there is a field that only Grafana's former alerting, up to version 10, sends: the values that fired.</summary>
    [JsonPropertyName("evalMatches")]
    [JsonConverter(typeof(PresenceConverter))]
    public bool HasMatches { get; init; }

    /// <summary>Whether Grafana's own alerting made it, which sends another payload under the same names.</summary>
    public bool IsGrafanas => HasOrganization || HasMatches || Version == GrafanasVersion;
}

/// <summary>One alert of a message.</summary>
public sealed record AlertmanagerAlert
{
    /// <summary>firing or resolved.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? Status { get; init; }

    /// <summary>Labels: what the alert is about.</summary>
    [JsonConverter(typeof(KnownTextsConverter))]
    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    /// <summary>Annotations: what the alert says.</summary>
    [JsonConverter(typeof(KnownTextsConverter))]
    public IReadOnlyDictionary<string, string?>? Annotations { get; init; }

    /// <summary>Alertmanager's hash of the labels.</summary>
    [JsonConverter(typeof(FingerprintConverter))]
    public string? Fingerprint { get; init; }
}

/// <summary>Source-generated reader of messages: no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 16)]
[JsonSerializable(typeof(AlertmanagerMessage))]
[JsonSerializable(typeof(AlertmanagerAlert))]
public sealed partial class AlertmanagerJson : JsonSerializerContext;

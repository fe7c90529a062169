using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace BalloonExporter.Alertmanager;

/// <summary>A message of Alertmanager's webhook, version 4, as far as it is used here. Unknown fields are ignored: newer versions add some.</summary>
/// <remarks>Attributes that say what is required and allowed are for the API's description: <see cref="FeedbackMessage"/> checks it.</remarks>
public sealed record AlertmanagerMessage
{
    /// <summary>The only supported version of the payload.</summary>
    public const string KnownVersion = "4";

    // Alertmanager has not sent this version since 2015.
    private const string GrafanasVersion = "1";

    /// <summary>Maximum number of alerts per message or answer: ten times the domains of a large host.</summary>
    public const int MaximumAlerts = 10_000;

    /// <summary>Version of the payload.</summary>
    [Required]
    [AllowedValues(KnownVersion)]
    [JsonConverter(typeof(TextConverter))]
    public string? Version { get; init; }

    /// <summary>Alerts left out because of the receiver's max_alerts.</summary>
    public long TruncatedAlerts { get; init; }

    /// <summary>The alerts of the group.</summary>
    [Required]
    [JsonConverter(typeof(MessageAlertsConverter))]
    public IReadOnlyList<AlertmanagerAlert?>? Alerts { get; init; }

    /// <summary>Whether the field of an organization's id is present, which only Grafana's own alerting sends.</summary>
    [JsonPropertyName("orgId")]
    [JsonConverter(typeof(PresenceConverter))]
    public bool HasOrganization { get; init; }

    /// <summary>Whether the field of matched values is present, which only Grafana's alerting up to version 10 sends.</summary>
    [JsonPropertyName("evalMatches")]
    [JsonConverter(typeof(PresenceConverter))]
    public bool HasMatches { get; init; }

    /// <summary>Whether it was sent by Grafana's own alerting, whose payload is different.</summary>
    public bool IsGrafanas => HasOrganization || HasMatches || Version == GrafanasVersion;
}

/// <summary>One alert of a message.</summary>
public sealed record AlertmanagerAlert
{
    /// <summary>Only a firing alert asks for anything.</summary>
    [AllowedValues("firing", "resolved")]
    [JsonConverter(typeof(TextConverter))]
    public string? Status { get; init; }

    /// <summary>alertname is BalloonTarget or BalloonHeartbeat, every other alert is ignored; uuid is the domain.</summary>
    [JsonConverter(typeof(KnownTextsConverter))]
    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    /// <summary>
    /// balloon_target_bytes, balloon_evaluated_at (UNIX seconds) and, if given, balloon_valid_seconds (after which nothing is done on it; at
    /// most 120, of a take at most 60), all whole numbers.
    /// </summary>
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

using System.Text.Json.Serialization;

namespace BalloonExporter.Alertmanager;

/// <summary>An alert in Alertmanager's API version 2, as far as it is used here.</summary>
public sealed record PolledAlert
{
    /// <summary>Labels: what the alert is about.</summary>
    [JsonConverter(typeof(KnownTextsConverter))]
    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    /// <summary>Annotations: what the alert says.</summary>
    [JsonConverter(typeof(KnownTextsConverter))]
    public IReadOnlyDictionary<string, string?>? Annotations { get; init; }

    /// <summary>End of the lease: the sender must renew the alert before.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? EndsAt { get; init; }

    /// <summary>Alertmanager's hash of the labels.</summary>
    [JsonConverter(typeof(FingerprintConverter))]
    public string? Fingerprint { get; init; }

    /// <summary>Whether it is silenced or inhibited.</summary>
    public PolledStatus? Status { get; init; }
}

/// <summary>State of an alert in Alertmanager.</summary>
/// <param name="State"><c>active</c>, <c>suppressed</c>, or <c>unprocessed</c>.</param>
public sealed record PolledStatus([property: JsonConverter(typeof(TextConverter))] string? State);

/// <summary>Source-generated reader of the list of alerts: no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 16, Converters = [typeof(PolledAlertsConverter)])]
[JsonSerializable(typeof(IReadOnlyList<PolledAlert?>))]
[JsonSerializable(typeof(PolledAlert))]
public sealed partial class PolledAlertJson : JsonSerializerContext;

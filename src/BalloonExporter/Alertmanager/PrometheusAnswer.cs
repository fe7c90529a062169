using System.Text.Json.Serialization;

namespace BalloonExporter.Alertmanager;

/// <summary>Answer of Prometheus' <c>/api/v1/alerts</c>, as far as it is used here.</summary>
public sealed record PrometheusAnswer
{
    /// <summary>The alerts.</summary>
    public PrometheusAlerts? Data { get; init; }
}

/// <summary>The alerts of a Prometheus.</summary>
public sealed record PrometheusAlerts
{
    /// <summary>Pending and firing ones.</summary>
    public IReadOnlyList<PrometheusAlert?>? Alerts { get; init; }
}

/// <summary>One alert of a Prometheus.</summary>
public sealed record PrometheusAlert
{
    /// <inheritdoc cref="AlertmanagerAlert.Labels"/>
    [JsonConverter(typeof(KnownTextsConverter))]
    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    /// <inheritdoc cref="AlertmanagerAlert.Annotations"/>
    [JsonConverter(typeof(KnownTextsConverter))]
    public IReadOnlyDictionary<string, string?>? Annotations { get; init; }

    /// <summary>pending or firing.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? State { get; init; }
}

/// <summary>Source-generated reader: no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 16)]
[JsonSerializable(typeof(PrometheusAnswer))]
public sealed partial class PrometheusJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace BalloonExporter.Options.LinkKeys;

/// <summary>A key of a JSON Web Key Set, in its own words (RFC 7517, RFC 7518 section 6). Other members are not read.</summary>
internal sealed record JsonWebKey
{
    public string? Kty { get; init; }

    public string? Kid { get; init; }

    public string? Use { get; init; }

    public string? Alg { get; init; }

    public string? Crv { get; init; }

    public string? X { get; init; }

    public string? Y { get; init; }

    public string? N { get; init; }

    public string? E { get; init; }

    public string? D { get; init; }

    public string? P { get; init; }

    public string? Q { get; init; }

    [JsonPropertyName("dp")]
    public string? DP { get; init; }

    [JsonPropertyName("dq")]
    public string? DQ { get; init; }

    [JsonPropertyName("qi")]
    public string? InverseQ { get; init; }

    public string? K { get; init; }
}

/// <summary>The set.</summary>
internal sealed record JsonWebKeySet(IReadOnlyList<JsonWebKey>? Keys);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 4, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(JsonWebKeySet))]
internal sealed partial class JsonWebKeyJson : JsonSerializerContext;

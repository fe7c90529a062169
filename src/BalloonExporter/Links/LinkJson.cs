using System.Text.Json.Serialization;

namespace BalloonExporter.Links;

/// <summary>JSON of links, generated at build time. A duplicate member is an error (RFC 8725, 2.4).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 4, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LinkHeader))]
[JsonSerializable(typeof(LinkClaims))]
[JsonSerializable(typeof(string))]
internal sealed partial class LinkJson : JsonSerializerContext;

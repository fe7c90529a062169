using System.Text.Json.Serialization;

namespace BalloonExporter.Options.Texts;

/// <summary>JSON of texts, generated at build time.</summary>
[JsonSourceGenerationOptions(MaxDepth = 4, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, Dictionary<string, string>>))]
internal sealed partial class TextsJson : JsonSerializerContext;

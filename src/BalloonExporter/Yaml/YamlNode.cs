namespace BalloonExporter.Yaml;

/// <summary>A piece of a YAML document; null stands for YAML's null and for nothing at all.</summary>
internal abstract record YamlNode(long Line);

internal sealed record YamlScalar(long Line, string Text) : YamlNode(Line);

internal sealed record YamlList(long Line, IReadOnlyList<YamlNode?> Items) : YamlNode(Line);

/// <summary>Keys with their values, in the order of the document; no key twice.</summary>
internal sealed record YamlMap(long Line, IReadOnlyList<KeyValuePair<string, YamlNode?>> Entries) : YamlNode(Line);

namespace ExporterToolkit.Configuration;

/// <summary>A piece of a YAML document; null stands for YAML's null and for nothing at all.</summary>
public abstract record YamlNode(long Line);

public sealed record YamlScalar(long Line, string Text) : YamlNode(Line);

public sealed record YamlList(long Line, IReadOnlyList<YamlNode?> Items) : YamlNode(Line);

/// <summary>Keys with their values, in the order of the document; no key twice.</summary>
public sealed record YamlMap(long Line, IReadOnlyList<KeyValuePair<string, YamlNode?>> Entries) : YamlNode(Line);

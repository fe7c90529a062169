namespace ExporterToolkit.Configuration;

/// <summary>A node of a YAML document. Null means YAML's null or a missing value.</summary>
public abstract record YamlNode(long Line);

public sealed record YamlScalar(long Line, string Text) : YamlNode(Line);

public sealed record YamlList(long Line, IReadOnlyList<YamlNode?> Items) : YamlNode(Line);

/// <summary>A mapping in document order, without duplicate keys.</summary>
public sealed record YamlMap(long Line, IReadOnlyList<KeyValuePair<string, YamlNode?>> Entries) : YamlNode(Line);

namespace ExporterToolkit.Configuration;

/// <summary>Takes the known keys out of a mapping one by one. Values of the wrong type and unknown keys are reported as problems, by name.</summary>
public sealed class YamlSection(string path, YamlMap? map, List<string> problems)
{
    private readonly HashSet<string> _known = [];

    public string? Text(string key)
    {
        switch (Take(key))
        {
            case null:
                return null;
            case YamlScalar scalar:
                return scalar.Text;
            case var other:
                Problem(other, key, "expected a string");
                return null;
        }
    }

    /// <summary>The text of a key; null when it is empty or missing.</summary>
    public string? TextUnlessEmpty(string key) => Text(key) is { Length: > 0 } text ? text : null;

    public bool? Truth(string key)
    {
        switch (Text(key)?.ToLowerInvariant())
        {
            case null:
                return null;
            case "true" or "yes" or "on":
                return true;
            case "false" or "no" or "off":
                return false;
            default:
                problems.Add($"{path}{key}: expected true or false");
                return null;
        }
    }

    public IReadOnlyList<string>? Texts(string key)
    {
        switch (Take(key))
        {
            case null:
                return null;
            case YamlList list when list.Items.All(item => item is YamlScalar):
                return [.. list.Items.Cast<YamlScalar>().Select(item => item.Text)];
            case var other:
                Problem(other, key, "expected a list of strings");
                return null;
        }
    }

    public IReadOnlyDictionary<string, string> TextByName(string key)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (name, value) in Map(key)?.Entries ?? [])
        {
            if (value is null or YamlScalar)
                texts[name] = (value as YamlScalar)?.Text ?? string.Empty;
            else
                Problem(value, $"{key}.{name}", "expected a string");
        }

        return texts;
    }

    public YamlSection Section(string key) => new($"{path}{key}.", Map(key), problems);

    /// <summary>Reports the keys that were not taken. Call it last.</summary>
    public void RefuseTheRest()
    {
        foreach (var (key, _) in map?.Entries ?? [])
        {
            if (!_known.Contains(key))
                problems.Add($"unknown key {path}{key}");
        }
    }

    private YamlMap? Map(string key)
    {
        var node = Take(key);
        if (node is not (null or YamlMap))
            Problem(node, key, "expected a mapping");
        return node as YamlMap;
    }

    private YamlNode? Take(string key)
    {
        _known.Add(key);
        return map?.Entries.FirstOrDefault(entry => entry.Key == key).Value;
    }

    private void Problem(YamlNode node, string key, string what) => problems.Add($"line {node.Line}: {path}{key}: {what}");
}

namespace ExporterToolkit.Configuration;

/// <summary>Takes the known keys out of a map one by one. What has the wrong form or is left over is a problem, told by name.</summary>
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
                Problem(other, key, "is not a text");
                return null;
        }
    }

    /// <summary>The same, and null for an empty text.</summary>
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
                problems.Add($"{path}{key} is neither true nor false");
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
                Problem(other, key, "is not a list of texts");
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
                Problem(value, $"{key}.{name}", "is not a text");
        }

        return texts;
    }

    public YamlSection Section(string key) => new($"{path}{key}.", Map(key), problems);

    /// <summary>To be called when all known keys are taken.</summary>
    public void RefuseTheRest()
    {
        foreach (var (key, _) in map?.Entries ?? [])
        {
            if (!_known.Contains(key))
                problems.Add($"{path}{key} is not known");
        }
    }

    private YamlMap? Map(string key)
    {
        var node = Take(key);
        if (node is not (null or YamlMap))
            Problem(node, key, "must hold keys with values");
        return node as YamlMap;
    }

    private YamlNode? Take(string key)
    {
        _known.Add(key);
        return map?.Entries.FirstOrDefault(entry => entry.Key == key).Value;
    }

    private void Problem(YamlNode node, string key, string what) => problems.Add($"line {node.Line}: {path}{key} {what}");
}

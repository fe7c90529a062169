using ExporterToolkit.Configuration;

namespace BalloonExporter.Rules;

/// <summary>A rule of a rule file of Prometheus that records a series.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Record">The name of the series.</param>
/// <param name="Expression">The PromQL expression.</param>
/// <param name="Labels">Labels added to the series, including those of the group.</param>
internal sealed record RecordingRule(long Line, string Record, string Expression, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>Reads the recording rules of a file in order. Other checks are left to promtool.</summary>
    /// <param name="text">The file.</param>
    /// <param name="problems">Problems that prevent reading rules.</param>
    public static IReadOnlyList<RecordingRule> ReadAll(string text, List<string> problems)
    {
        List<RecordingRule> rules = [];
        try
        {
            foreach (var group in Maps(GroupsOf(YamlDocument.Read(text), problems), "groups", problems))
            {
                foreach (var rule in Maps(group, "rules", problems))
                {
                    if (Text(rule, "record") is { } record)
                        rules.Add(new RecordingRule(rule.Line, record, Text(rule, "expr") ?? "", LabelsOf(group, rule)));
                }
            }
        }
        catch (FormatException exception)
        {
            problems.Add(exception.Message);
        }

        return rules;
    }

    // The mapping that contains the groups: the file itself, or the specification of an object of the Prometheus operator.
    private static YamlMap GroupsOf(YamlMap file, List<string> problems)
    {
        var rules = Value(file, "spec") as YamlMap ?? file;
        if (rules.Entries.Count > 0 && rules.Entries.All(entry => entry.Key != "groups"))
            problems.Add($"line {rules.Line}: expected groups of rules");
        return rules;
    }

    private static IEnumerable<YamlMap> Maps(YamlMap map, string key, List<string> problems)
    {
        switch (Value(map, key))
        {
            case null:
                return [];
            case YamlList list:
                problems.AddRange(list.Items.Where(item => item is not (null or YamlMap)).Select(item => $"line {item!.Line}: {key} contains an item that is not a mapping"));
                return list.Items.OfType<YamlMap>();
            case var other:
                problems.Add($"line {other.Line}: {key} is not a list");
                return [];
        }
    }

    private static Dictionary<string, string> LabelsOf(YamlMap group, YamlMap rule)
    {
        var labels = new Dictionary<string, string>();
        foreach (var (name, value) in ((YamlMap?[])[Value(group, "labels") as YamlMap, Value(rule, "labels") as YamlMap]).SelectMany(map => map?.Entries ?? []))
            labels[name] = (value as YamlScalar)?.Text ?? "";
        return labels;
    }

    private static string? Text(YamlMap map, string key) => (Value(map, key) as YamlScalar)?.Text;

    private static YamlNode? Value(YamlMap map, string key) => map.Entries.FirstOrDefault(entry => entry.Key == key).Value;
}

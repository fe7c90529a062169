using System.CommandLine;
using BalloonExporter.Core.Policy;
using ExporterToolkit.Configuration;
using ExporterToolkit.Files;

namespace BalloonExporter.Options;

/// <summary>
/// Settings from a YAML file. Keys are option names without dashes, dotted or nested: <c>log.level: debug</c> is <c>log: {level:
/// debug}</c>. Options that can be repeated take a list.
/// </summary>
internal static class ConfigFile
{
    public static IEnumerable<Setting> Read(
        string path, IReadOnlyList<Option> known, List<string> problems, List<string> warnings, out ConfigSections sections)
    {
        var settings = new List<Setting>();
        IReadOnlyList<PolicyOverride> policies = [];
        var planner = new PlannerSection(problems);
        try
        {
            var file = SmallFile.Read(path, SmallFile.LongestText);
            if (file.WritableByOthers is { } warning)
                warnings.Add($"--config.file: {warning}");
            ReadMap(YamlDocument.Read(file.Text), string.Empty);
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            problems.Add($"--config.file={path}: {exception.Message}");
        }

        sections = new ConfigSections(policies, planner.Read());
        return settings;

        void ReadMap(YamlMap map, string prefix)
        {
            foreach (var (key, value) in map.Entries)
                ReadValue(prefix + key, value, map.Line);
        }

        void ReadValue(string key, YamlNode? value, long lineOfMap)
        {
            var where = $"{path} line {value?.Line ?? lineOfMap}";
            if (key == PolicySection.Key)
                policies = PolicySection.Read(value, path, problems);
            else if (key.StartsWith(PlannerSection.Prefix, StringComparison.Ordinal))
                planner.Add(key, value, where);
            else if (key == PlannerSection.Key && value is not YamlMap)
                problems.Add($"{key}: expected a mapping ({where})");
            else if (value is YamlMap map)
                ReadMap(map, key + ".");
            else if (known.FirstOrDefault(option => option.Name == "--" + key) is not { } option)
                problems.Add($"unknown key {key} ({where})");
            else if (settings.Any(setting => setting.Flag == option.Name))
                problems.Add($"duplicate key {key} ({where})");
            else if (value is YamlScalar scalar)
                settings.Add(new Setting(option.Name, scalar.Text, where));
            else if (value is YamlList list && Setting.MayRepeat(option) && list.Items.Count > 0 && list.Items.All(item => item is YamlScalar))
                settings.AddRange(list.Items.Cast<YamlScalar>().Select(item => new Setting(option.Name, item.Text, $"{path} line {item.Line}")));
            else
                problems.Add($"{key} has {(value is null ? "no value" : "a value of the wrong type")} ({where})");
        }
    }
}

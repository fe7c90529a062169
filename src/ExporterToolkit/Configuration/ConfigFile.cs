using System.CommandLine;
using ExporterToolkit.Files;

namespace ExporterToolkit.Configuration;

/// <summary>
/// Settings from a YAML file. Keys are option names without dashes, dotted or nested: <c>log.level: debug</c> is <c>log: {level:
/// debug}</c>. Options that can be repeated take a list.
/// </summary>
/// <typeparam name="TOptions">All settings of the program.</typeparam>
/// <param name="known">The options that may be keys.</param>
/// <param name="sections">Keys that are no options.</param>
/// <param name="problems">Gets what is wrong with the file.</param>
internal sealed class ConfigFile<TOptions>(IReadOnlyList<Option> known, IOtherSettings<TOptions> sections, List<string> problems)
{
    private readonly List<Setting> _settings = [];

    /// <summary>Reads the options of a file, and its sections. A file that cannot be read is a problem.</summary>
    public IReadOnlyList<Setting> Read(string path, List<string> warnings)
    {
        try
        {
            var file = SmallFile.Read(path, SmallFile.LongestText);
            if (file.WritableByOthers is { } warning)
                warnings.Add($"--config.file: {warning}");
            ReadMap(YamlDocument.Read(file.Text), string.Empty, path);
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            problems.Add($"--config.file={path}: {exception.Message}");
        }

        sections.EndFile(problems);
        return _settings;
    }

    private void ReadMap(YamlMap map, string prefix, string path)
    {
        foreach (var (key, value) in map.Entries)
            ReadValue(prefix + key, value, new FilePlace(path, value?.Line ?? map.Line));
    }

    private void ReadValue(string key, YamlNode? value, FilePlace place)
    {
        if (sections.TryTake(key, value, place, problems))
            return;
        if (value is YamlMap map)
            ReadMap(map, key + ".", place.Path);
        else if (known.FirstOrDefault(option => option.Name == "--" + key) is not { } option)
            problems.Add($"unknown key {key} ({place})");
        else if (_settings.Exists(setting => setting.Flag == option.Name))
            problems.Add($"duplicate key {key} ({place})");
        else if (value is YamlScalar scalar)
            _settings.Add(new Setting(option.Name, scalar.Text, place.ToString()));
        else if (value is YamlList list && Setting.MayRepeat(option) && list.Items.Count > 0 && list.Items.All(item => item is YamlScalar))
            _settings.AddRange(list.Items.Cast<YamlScalar>().Select(item => new Setting(option.Name, item.Text, (place with { Line = item.Line }).ToString())));
        else
            problems.Add($"{key} has {(value is null ? "no value" : "a value of the wrong type")} ({place})");
    }
}

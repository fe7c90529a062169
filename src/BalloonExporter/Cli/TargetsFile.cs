using System.Globalization;
using System.Text.RegularExpressions;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary>Reads the list of exporters: a file_sd file of Prometheus in JSON or YAML, or one target per line.</summary>
internal static partial class TargetsFile
{
    /// <summary>Reads targets in the order of the file, with all problems.</summary>
    /// <param name="name">The file's name: .json, .yml and .yaml are file_sd, all others have one target per line.</param>
    /// <param name="text">Its content.</param>
    /// <param name="problems">What is wrong.</param>
    public static IReadOnlyList<FleetTarget> Read(string name, string text, List<string> problems)
    {
        List<FleetTarget> targets = [];
        if (Path.GetExtension(name) is ".json" or ".yml" or ".yaml")
        {
            try
            {
                ReadGroups(YamlDocument.ReadAny(text), targets, problems);
            }
            catch (FormatException exception)
            {
                problems.Add(exception.Message);
            }
        }
        else
        {
            ReadLines(text, targets, problems);
        }

        if (targets.Count == 0 && problems.Count == 0)
            problems.Add("no targets");
        problems.AddRange(targets.GroupBy(target => target.Instance).Where(group => group.Count() > 1)
            .Select(group => $"duplicate target {group.Key}: its alerts would go to one of them only"));
        return targets;
    }

    private static void ReadLines(string text, List<FleetTarget> targets, List<string> problems)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var address = line.Split('#')[0].Trim();
            if (address.Length == 0)
                continue;
            if (Address().IsMatch(address))
                targets.Add(new FleetTarget(address, address, Https: false));
            else
                problems.Add(Bad(number, address));
        }
    }

    private static void ReadGroups(YamlNode? root, List<FleetTarget> targets, List<string> problems)
    {
        if (root is not YamlList groups)
        {
            problems.Add("expected a list of groups with targets, as in a file_sd file of Prometheus");
            return;
        }

        foreach (var group in groups.Items)
        {
            if (group is not YamlMap map)
            {
                problems.Add(At(group?.Line ?? groups.Line, "expected a group with targets"));
                continue;
            }

            var labels = map.Entries.FirstOrDefault(entry => entry.Key == "labels").Value as YamlMap;
            if (map.Entries.FirstOrDefault(entry => entry.Key == "targets").Value is not YamlList list)
            {
                problems.Add(At(map.Line, "the group has no list of targets"));
                continue;
            }

            foreach (var item in list.Items)
            {
                if (item is YamlScalar { Text: var address } && Address().IsMatch(address))
                    targets.Add(new FleetTarget(address, Label(labels, "instance") ?? address, Label(labels, "__scheme__") == "https"));
                else
                    problems.Add(Bad(item?.Line ?? list.Line, (item as YamlScalar)?.Text ?? "this"));
            }
        }
    }

    private static string? Label(YamlMap? labels, string name) =>
        (labels?.Entries.FirstOrDefault(entry => entry.Key == name).Value as YamlScalar)?.Text;

    private static string Bad(long line, string address) => At(line, $"{address} is not HOST:PORT");

    private static string At(long line, string problem) => string.Create(CultureInfo.InvariantCulture, $"line {line}: {problem}");

    // No characters that could end a quoted YAML string or start a path in a URL.
    [GeneratedRegex(@"^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}\z")]
    private static partial Regex Address();
}

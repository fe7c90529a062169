using System.Globalization;
using System.Text.RegularExpressions;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary>Reads the file that tells Prometheus which exporters there are: file_sd in JSON or YAML, or a line for each.</summary>
internal static partial class TargetsFile
{
    /// <summary>Reads targets in the order of the file, and everything that is wrong with them.</summary>
    /// <param name="name">The file's name: .json, .yml and .yaml are file_sd, everything else has a line for each.</param>
    /// <param name="text">What is in it.</param>
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
            problems.Add("no targets in it");
        problems.AddRange(targets.GroupBy(target => target.Instance).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} is there twice: its alerts would go to one of them only"));
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
            problems.Add("a list of groups with targets is expected, as in a file_sd file of Prometheus");
            return;
        }

        foreach (var group in groups.Items)
        {
            if (group is not YamlMap map)
            {
                problems.Add(At(group?.Line ?? groups.Line, "a group with targets is expected"));
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

    // Nothing that could end a quotation in YAML or begin a path in a URL.
    [GeneratedRegex(@"^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}\z")]
    private static partial Regex Address();
}

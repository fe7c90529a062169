using System.Collections;
using System.CommandLine;

namespace ExporterToolkit.Configuration;

/// <summary>Settings from the environment: <c>--web.listen-address</c> is <c>BALLOON_EXPORTER_WEB_LISTEN_ADDRESS</c>; several values have commas between them.</summary>
public static class EnvironmentSettings
{
    private const string Prefix = "BALLOON_EXPORTER_";

    public static IReadOnlyDictionary<string, string> OfThisProcess() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>().ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? string.Empty);

    public static string NameOf(string flag) => Prefix + flag.TrimStart('-').Replace('.', '_').Replace('-', '_').ToUpperInvariant();

    public static IEnumerable<Setting> Read(IReadOnlyDictionary<string, string> environment, IReadOnlyList<Option> known, List<string> problems)
    {
        var settings = new List<Setting>();
        foreach (var (name, value) in environment.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (known.FirstOrDefault(option => NameOf(option.Name) == name) is not { } option)
            {
                if (!IsOfKubernetes(name))
                    problems.Add($"{name} is not known");
                continue;
            }

            // Set to nothing is how a unit file or a container takes a variable back.
            var values = Setting.MayRepeat(option) ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                : value == "" ? [] : [value];
            settings.AddRange(values.Select(each => new Setting(option.Name, each, name)));
        }

        return settings;
    }

    // Every container near a Kubernetes service named balloon-exporter gets such variables.
    private static bool IsOfKubernetes(string name) =>
        name.StartsWith(Prefix + "SERVICE_", StringComparison.Ordinal) || name == Prefix + "PORT" || name.StartsWith(Prefix + "PORT_", StringComparison.Ordinal);
}

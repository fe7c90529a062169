using System.Collections;
using System.CommandLine;

namespace ExporterToolkit.Configuration;

/// <summary>
/// Settings from environment variables: <c>--web.listen-address</c> is <c>BALLOON_EXPORTER_WEB_LISTEN_ADDRESS</c>. Several values are
/// separated by commas.
/// </summary>
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
                    problems.Add($"unknown environment variable {name}");
                continue;
            }

            // An empty value unsets a variable in unit files and containers.
            var values = Setting.MayRepeat(option) ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                : value == "" ? [] : [value];
            settings.AddRange(values.Select(each => new Setting(option.Name, each, name)));
        }

        return settings;
    }

    // Kubernetes sets such variables in each container of a namespace with a service named balloon-exporter.
    private static bool IsOfKubernetes(string name) =>
        name.StartsWith(Prefix + "SERVICE_", StringComparison.Ordinal) || name == Prefix + "PORT" || name.StartsWith(Prefix + "PORT_", StringComparison.Ordinal);
}

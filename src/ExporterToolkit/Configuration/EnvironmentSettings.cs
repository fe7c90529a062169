using System.Collections;
using System.CommandLine;

namespace ExporterToolkit.Configuration;

/// <summary>
/// Settings from environment variables: <c>--web.listen-address</c> of a program <c>some-exporter</c> is
/// <c>SOME_EXPORTER_WEB_LISTEN_ADDRESS</c>. Several values are separated by commas.
/// </summary>
/// <param name="program">Name of the program.</param>
public sealed class EnvironmentSettings(string program)
{
    private readonly string _prefix = Capitals(program) + "_";

    public static IReadOnlyDictionary<string, string> OfThisProcess() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>().ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? string.Empty);

    /// <summary>The variable of an option.</summary>
    public string NameOf(string flag) => _prefix + Capitals(flag.TrimStart('-'));

    public IEnumerable<Setting> Read(IReadOnlyDictionary<string, string> environment, IReadOnlyList<Option> known, List<string> problems)
    {
        var settings = new List<Setting>();
        foreach (var (name, value) in environment.Where(variable => variable.Key.StartsWith(_prefix, StringComparison.Ordinal)))
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

    private static string Capitals(string name) => name.Replace('.', '_').Replace('-', '_').ToUpperInvariant();

    // Kubernetes sets such variables in each container of a namespace with a service named like the program.
    private bool IsOfKubernetes(string name) =>
        name.StartsWith(_prefix + "SERVICE_", StringComparison.Ordinal) || name == _prefix + "PORT" || name.StartsWith(_prefix + "PORT_", StringComparison.Ordinal);
}

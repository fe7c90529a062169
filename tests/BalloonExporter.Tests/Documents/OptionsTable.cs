using System.CommandLine;
using System.Text.RegularExpressions;
using BalloonExporter.Options;

namespace BalloonExporter.Tests.Documents;

/// <summary>All options, from the flags.</summary>
internal static partial class OptionsTable
{
    private const string None = "–";

    public static string Render()
    {
        var line = new CommandLine();
        var rows = line.Options.Select(option => Row(option, inFile: line.Settable.Contains(option), inEnvironment: line.Settable.Contains(option) || option.Name == "--config.file"));
        return string.Join('\n', (IEnumerable<string>)["| option | environment variable | key in the file | default | |", "|---|---|---|---|---|", .. rows]) + "\n";
    }

    /// <summary>The options that do not say in their help what holds when they are not given.</summary>
    public static IEnumerable<string> WithoutDefault(CommandLine line) =>
        line.Settable.Where(option => !option.Name.StartsWith("--no-", StringComparison.Ordinal) && !Default().IsMatch(option.Description ?? "")).Select(option => option.Name);

    /// <summary>Each option that names its default, and the default.</summary>
    public static IEnumerable<(string Option, string Default)> Defaults(CommandLine line) =>
        from option in line.Options
        let found = Default().Match(option.Description ?? "")
        where found.Success
        select (option.Name, found.Groups[1].Value);

    private static string Row(Option option, bool inFile, bool inEnvironment)
    {
        var description = option.Description ?? "";
        var found = Default().Match(description);
        string[] cells =
        [
            $"`{option.Name}{(option.HelpName is { } value ? $"={value}" : "")}`",
            inEnvironment ? $"`{CommandLine.VariableOf(option.Name)}`" : None,
            inFile ? $"`{option.Name[2..]}`" : None,
            found.Success ? found.Groups[1].Value : None,
            Default().Replace(description, "").Trim(),
        ];
        return $"| {string.Join(" | ", cells.Select(MarkdownCell.Escape))} |";
    }

    [GeneratedRegex(@"\s*Default: (.+)\.$")]
    private static partial Regex Default();
}

using System.CommandLine;

namespace ExporterToolkit.Configuration;

/// <summary>An option as manual and completion show it.</summary>
internal sealed class ShownOption(Option option)
{
    private const string AnyValue = "VALUE";

    public string Name => option.Name;

    /// <summary>All its names, the long one first. Forms of other systems (<c>/h</c>) are left out.</summary>
    public IEnumerable<string> Names => option.Aliases.Where(alias => alias.StartsWith('-') && alias != option.Name).Prepend(option.Name);

    /// <summary>What stands for its value in texts; null when it has none.</summary>
    public string? Value => option.Arity.MinimumNumberOfValues == 0 ? null : option.HelpName ?? AnyValue;

    /// <summary>The values that can be named, such as <c>yes</c> and <c>no</c>: capitals stand for something else.</summary>
    public IReadOnlyList<string> Choices => [.. Parts.Where(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterLower(letter) || letter == '-'))];

    public bool TakesFile => option.ValueType == typeof(FileInfo) || Parts.Any(part => part is "FILE" or "PATH" or "PROGRAM");

    public bool TakesFolder => option.ValueType == typeof(DirectoryInfo);

    public string Description => option.Description ?? "";

    private string[] Parts => Value?.Split('|') ?? [];
}

using System.CommandLine.Parsing;
using System.Globalization;

namespace BalloonExporter.Simulator.Cli;

/// <summary>Reads values of options; a bad value becomes an error that says what is expected.</summary>
internal static class Argument
{
    /// <summary>Looks up each value by its name; an unknown name is an error that lists the known ones.</summary>
    public static T[] Named<T>(ArgumentResult result, IReadOnlyList<T> all, Func<T, string> nameOf)
    {
        var found = new List<T>();
        foreach (var token in result.Tokens)
        {
            if (all.FirstOrDefault(each => nameOf(each) == token.Value) is { } one)
                found.Add(one);
            else
                result.AddError($"{NameOf(result)}={token.Value} is not one of: {string.Join(", ", all.Select(nameOf))}");
        }

        return [.. found.Distinct()];
    }

    /// <summary>Parses the last value; null from the parser is an error.</summary>
    public static T? Parsed<T>(ArgumentResult result, Func<string, T?> parse, string expected)
    {
        var text = result.Tokens[^1].Value;
        var value = parse(text);
        if (value is null)
            result.AddError($"{NameOf(result)}={text} is not {expected}");
        return value;
    }

    /// <summary>A whole number within bounds; null when the text is not one.</summary>
    public static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private static string? NameOf(ArgumentResult result) => (result.Parent as OptionResult)?.Option.Name;
}

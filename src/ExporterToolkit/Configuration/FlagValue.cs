using System.CommandLine.Parsing;
using System.Globalization;

namespace ExporterToolkit.Configuration;

/// <summary>Parses the values of an option; an invalid value becomes an error with the expected format.</summary>
public static class FlagValue
{
    /// <summary>The last value given.</summary>
    public static T Value<T>(ArgumentResult result, Func<string, T?> parse, string expected)
        where T : struct
    {
        var text = result.Tokens[^1].Value;
        if (parse(text) is { } value)
            return value;
        result.AddError(BadValue(result, text, expected));
        return default;
    }

    /// <summary>The same for reference types.</summary>
    public static T? Reference<T>(ArgumentResult result, Func<string, T?> parse, string expected)
        where T : class
    {
        var text = result.Tokens[^1].Value;
        var value = parse(text);
        if (value is null)
            result.AddError(BadValue(result, text, expected));
        return value;
    }

    /// <summary>All values given.</summary>
    public static T[] Each<T>(ArgumentResult result, Func<string, T?> parse, string expected)
        where T : class
    {
        var values = new List<T>();
        foreach (var token in result.Tokens)
        {
            if (parse(token.Value) is { } value)
                values.Add(value);
            else
                result.AddError(BadValue(result, token.Value, expected));
        }

        return [.. values];
    }

    /// <summary>All values given, when the expected format depends on the value.</summary>
    public static T[] Each<T>(ArgumentResult result, TryParse<T> parse)
        where T : class
    {
        var values = new List<T>();
        foreach (var token in result.Tokens)
        {
            if (parse(token.Value, out var expected) is { } value)
                values.Add(value);
            else
                result.AddError(BadValue(result, token.Value, expected));
        }

        return [.. values];
    }

    /// <summary>Parses a value; null, with the expected format, when it is invalid.</summary>
    public delegate T? TryParse<out T>(string text, out string expected);

    private static string BadValue(ArgumentResult result, string text, string expected)
    {
        var name = (result.Parent as OptionResult)?.Option.Name;
        return string.Create(CultureInfo.InvariantCulture, $"{name}={Excerpt.Of(text)} is not {expected}");
    }
}

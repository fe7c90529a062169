using System.Text.RegularExpressions;

namespace BalloonExporter.Options;

/// <summary>Which domains an operator wants to see and have managed, by name.</summary>
internal sealed record DomainFilter
{
    /// <summary>What an operator is told to write.</summary>
    public const string Expected = "a regular expression without backreferences and lookarounds, of at most 1024 characters";

    // Each bracket of a pattern costs stack where it is read.
    private const int MaximumLength = 1024;

    /// <summary>Names wanted; null: all.</summary>
    public Regex? Include { get; init; }

    /// <summary>Names not wanted, even if they are included; null: none.</summary>
    public Regex? Exclude { get; init; }

    public bool Selects(string name) => Include?.IsMatch(name) != false && Exclude?.IsMatch(name) != true;

    /// <summary>Reads a pattern that must match a whole name, as Prometheus' patterns must. Null when it is none.</summary>
    /// <remarks>A name comes from a customer: the engine is one whose time grows with the length of the name and no faster.</remarks>
    public static Regex? TryParse(string pattern)
    {
        if (pattern.Length > MaximumLength)
            return null;
        try
        {
            // By itself first: "a)|(b" would otherwise be taken for a pattern, with another meaning.
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

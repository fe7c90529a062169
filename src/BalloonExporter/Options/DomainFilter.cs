using System.Text.RegularExpressions;

namespace BalloonExporter.Options;

/// <summary>Which domains are shown and managed, by name.</summary>
internal sealed partial record DomainFilter
{
    /// <summary>The expected format, for error messages.</summary>
    public const string Expected = "a regular expression without backreferences and lookarounds, of at most 1024 characters";

    // Each parenthesis of a pattern uses stack in the parser.
    private const int MaximumLength = 1024;

    /// <summary>The warning about a pattern that <see cref="LooksLikeGlob"/>.</summary>
    public const string GlobWarning = "it looks like a shell pattern; in a regular expression * repeats what stands before it: write db-.* and not db-*";

    /// <summary>Included names; null: all.</summary>
    public Regex? Include { get; init; }

    /// <summary>Excluded names, even if included; null: none.</summary>
    public Regex? Exclude { get; init; }

    public bool Selects(string name) => Include?.IsMatch(name) != false && Exclude?.IsMatch(name) != true;

    /// <summary>Whether a pattern was probably meant as a shell pattern: it would match hardly any name.</summary>
    public static bool LooksLikeGlob(Regex pattern) => Glob().IsMatch(pattern.ToString());

    /// <summary>Parses a pattern that must match a whole name, as in Prometheus. Null when it is invalid.</summary>
    /// <remarks>Customers choose names: the engine's run time is linear in the length of the name.</remarks>
    public static Regex? TryParse(string pattern)
    {
        if (pattern.Length > MaximumLength)
            return null;
        try
        {
            // Checked without the anchors first: "a)|(b" would be invalid alone, but valid with another meaning inside them.
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?<!\\)[\w-]\*")]
    private static partial Regex Glob();
}

using System.CommandLine;

namespace ExporterToolkit.Configuration;

/// <summary>A value for an option from another source than the command line.</summary>
/// <param name="Flag">Name of the option with its two dashes.</param>
/// <param name="Value">Value as it would follow the equals sign.</param>
/// <param name="Origin">Source, for error messages.</param>
public sealed record Setting(string Flag, string Value, string Origin)
{
    public string Argument => $"{Flag}={Value}";

    public static bool MayRepeat(Option option) => option.Arity.MaximumNumberOfValues > 1;
}

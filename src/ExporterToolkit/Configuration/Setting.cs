using System.CommandLine;

namespace ExporterToolkit.Configuration;

/// <summary>A value for a flag that was not given as one.</summary>
/// <param name="Flag">With its two dashes.</param>
/// <param name="Value">As it would stand behind the equals sign.</param>
/// <param name="Origin">Where an operator finds it.</param>
public sealed record Setting(string Flag, string Value, string Origin)
{
    public string Argument => $"{Flag}={Value}";

    public static bool MayRepeat(Option option) => option.Arity.MaximumNumberOfValues > 1;
}

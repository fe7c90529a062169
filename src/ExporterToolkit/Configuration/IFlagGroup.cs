using System.CommandLine;

namespace ExporterToolkit.Configuration;

/// <summary>A group of related options.</summary>
/// <typeparam name="TOptions">All settings of the program; immutable.</typeparam>
public interface IFlagGroup<TOptions>
{
    /// <summary>The options, in the order of the help.</summary>
    IReadOnlyList<Option> Options { get; }

    /// <summary>Returns the settings with the values of these options. Options not given keep their default.</summary>
    TOptions Read(ParseResult result, TOptions options);

    /// <summary>Combinations that are invalid or cannot work. Called when each option by itself is valid.</summary>
    IEnumerable<string> Contradictions(ParseResult result, TOptions options) => [];

    /// <summary>Warnings about valid settings. Called when all options are valid.</summary>
    IEnumerable<string> Warnings(TOptions options) => [];

    /// <summary>Lines that say what these settings mean, for <c>--config.check</c>. No secrets.</summary>
    IEnumerable<string> Summary(TOptions options) => [];
}

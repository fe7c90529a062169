using System.CommandLine;

namespace BalloonExporter.Options.Flags;

/// <summary>A group of related options.</summary>
internal interface IFlagGroup
{
    /// <summary>The options, in the order of the help.</summary>
    IReadOnlyList<Option> Options { get; }

    /// <summary>Returns the settings with the values of these options. Options not given keep their default.</summary>
    ExporterOptions Read(ParseResult result, ExporterOptions options);

    /// <summary>Combinations that are invalid or cannot work. Called when each option by itself is valid.</summary>
    IEnumerable<string> Contradictions(ParseResult result, ExporterOptions options) => [];

    /// <summary>Warnings about valid settings. Called when all options are valid.</summary>
    IEnumerable<string> Warnings(ExporterOptions options) => [];
}

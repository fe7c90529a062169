using System.CommandLine;

namespace BalloonExporter.Options.Flags;

/// <summary>Flags that belong together: what they are called, and what an operator said with them.</summary>
internal interface IFlagGroup
{
    /// <summary>The flags, in the order of the help.</summary>
    IReadOnlyList<Option> Options { get; }

    /// <summary>The same options with what these flags say put in. A flag that was not given leaves the default.</summary>
    ExporterOptions Read(ParseResult result, ExporterOptions options);

    /// <summary>What cannot be wanted together, or cannot work. Asked once every flag by itself is good.</summary>
    IEnumerable<string> Contradictions(ParseResult result, ExporterOptions options) => [];

    /// <summary>What works but an operator should know. Asked once all flags are good.</summary>
    IEnumerable<string> Warnings(ExporterOptions options) => [];
}

using System.CommandLine;
using System.CommandLine.Invocation;

namespace ExporterToolkit.Configuration;

/// <summary>What an option such as <c>--help</c> does: write a text instead of running the program.</summary>
/// <param name="text">Makes the text.</param>
internal sealed class WrittenText(Func<ParseResult, string> text) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.Write(text(parseResult));
        return ExitCode.Stopped;
    }
}

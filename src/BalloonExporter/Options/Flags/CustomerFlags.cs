using System.CommandLine;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.Flags;

/// <summary>Options for what customers may have done to their servers.</summary>
internal sealed class CustomerFlags : IFlagGroup<ExporterOptions>
{
    private const string Uuid = "{uuid}";

    private readonly Option<string[]> _restartCommand = new("--customer.restart-command")
    {
        Description = "Program that restarts a machine of OpenStack or oVirt, and its arguments: give the option once for each, the absolute path of the " +
            "program first. No shell reads them. {uuid} becomes the UUID, {mode} graceful or force; exit code 0 means restarted. Without it such " +
            "machines are not restarted. Default: none.",
        HelpName = "PROGRAM|ARGUMENT",
        Arity = ArgumentArity.OneOrMore,
    };

    public IReadOnlyList<Option> Options => [_restartCommand];

    public ExporterOptions Read(ParseResult result, ExporterOptions options) =>
        options with { RestartCommand = result.GetValue(_restartCommand) ?? options.RestartCommand };

    public IEnumerable<string> Contradictions(ParseResult result, ExporterOptions options)
    {
        if (options.RestartCommand is not [var program, ..])
            yield break;
        if (!Path.IsPathFullyQualified(program))
            yield return $"--customer.restart-command: {TextBounds.Cut(program)} is not the absolute path of a program";
        if (!options.RestartCommand.Skip(1).Any(argument => argument.Contains(Uuid, StringComparison.Ordinal)))
            yield return $"--customer.restart-command: no argument names the machine: one must contain {Uuid}";
    }
}

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

    private readonly Option<CustomerRestart?> _restart = new("--customer.restart")
    {
        Description = "Restarts that customers may ask for where their link allows it: off, graceful (the guest is asked to shut down), or force (by force too, after the deadline). Default: force.",
        HelpName = "off|graceful|force",
        CustomParser = result => FlagValue.Value(result, text => text switch
        {
            "off" => CustomerRestart.Off,
            "graceful" => CustomerRestart.Graceful,
            "force" => CustomerRestart.Force,
            _ => (CustomerRestart?)null,
        }, "off, graceful or force"),
    };

    private readonly Option<TimeSpan?> _timeout = new("--customer.restart-timeout")
    {
        Description = "How long a guest has to shut down when its customer restarts it. Default: 90s.",
        HelpName = "DURATION",
        CustomParser = result => FlagValue.Value(
            result, text => Duration.TryParse(text) is { TotalSeconds: >= 1 and <= 3600 } timeout ? timeout : (TimeSpan?)null, "a duration from 1s to 1h"),
    };

    public IReadOnlyList<Option> Options => [_restart, _timeout, _restartCommand];

    public ExporterOptions Read(ParseResult result, ExporterOptions options) => options with
    {
        RestartCommand = result.GetValue(_restartCommand) ?? options.RestartCommand,
        Customer = options.Customer with
        {
            Restart = result.GetValue(_restart) ?? options.Customer.Restart,
            RestartTimeout = result.GetValue(_timeout) ?? options.Customer.RestartTimeout,
        },
    };

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

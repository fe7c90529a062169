using System.CommandLine;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary>Options shared by all policy commands: the domain, the libvirt, and the output format.</summary>
internal sealed class PolicyTarget
{
    private readonly Argument<string> _domain = new("DOMAIN") { Description = "Name or UUID of the domain." };
    private readonly CommandBackend _backend = new();

    private readonly Option<bool> _json = new("--json") { Description = "Write the answer as JSON.", Arity = ArgumentArity.Zero };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_domain);
        command.Options.Add(_backend.Address);
        command.Options.Add(_json);
    }

    /// <summary>Asks libvirt and writes the answer.</summary>
    /// <returns>The exit code.</returns>
    public int Run(ParseResult result, Func<IPolicyEditor, string, PolicyAnswer> ask)
    {
        var output = result.InvocationConfiguration.Output;
        var errors = result.InvocationConfiguration.Error;
        if (CommandBackend.TryLoad() is { } missing)
        {
            errors.WriteLine($"balloon-exporter: {missing}");
            return ExitCode.Usage;
        }

        var name = result.GetRequiredValue(_domain);
        var options = _backend.Flags.Read(result, new ExporterOptions());
        var answer = ask(CommandBackend.Policies(options), name);
        if (answer.Domain is not { } domain)
        {
            errors.WriteLine($"balloon-exporter: {answer.Error ?? $"no domain {name} at {options.HypervisorAddresses}"}");
            return ExitCode.Failed;
        }

        PolicyText.Write(domain, result.GetValue(_json), output);
        return ExitCode.Stopped;
    }
}

using System.CommandLine;
using BalloonExporter.Core.Model;
using BalloonExporter.Libvirt;
using BalloonExporter.Options;
using BalloonExporter.Options.Flags;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary>Options shared by all policy commands: the domain, the libvirt, and the output format.</summary>
internal sealed class PolicyTarget
{
    private readonly Argument<string> _domain = new("DOMAIN") { Description = "Name or UUID of the domain." };
    private readonly LibvirtFlags _libvirt = new();

    private readonly Option<bool> _json = new("--json") { Description = "Write the answer as JSON.", Arity = ArgumentArity.Zero };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_domain);
        command.Options.Add(_libvirt.Uris);
        command.Options.Add(_json);
    }

    /// <summary>Asks libvirt and writes the answer.</summary>
    /// <returns>The exit code.</returns>
    public int Run(ParseResult result, Func<DirectPolicyStore, string, PolicyAnswer> ask)
    {
        var output = result.InvocationConfiguration.Output;
        var errors = result.InvocationConfiguration.Error;
        if (LibvirtLibrary.TryLoad() is { } missing)
        {
            errors.WriteLine($"balloon-exporter: {missing}");
            return ExitCode.Usage;
        }

        var name = result.GetRequiredValue(_domain);
        var options = _libvirt.Read(result, new ExporterOptions());
        var answer = ask(new DirectPolicyStore(options.LibvirtUris), name);
        if (answer.Domain is not { } domain)
        {
            var uris = string.Join(' ', options.LibvirtUris.Select(uri => uri.OriginalString));
            errors.WriteLine($"balloon-exporter: {answer.Error ?? $"no domain {name} at {uris}"}");
            return ExitCode.Failed;
        }

        PolicyText.Write(domain, result.GetValue(_json), output);
        return ExitCode.Stopped;
    }
}

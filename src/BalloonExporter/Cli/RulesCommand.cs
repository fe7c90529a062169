using System.CommandLine;

namespace BalloonExporter.Cli;

/// <summary><c>rules</c>: the rules and alerts that belong to this version.</summary>
internal sealed class RulesCommand : Command
{
    public RulesCommand()
        : base("rules", "Works with the rules for Prometheus that belong to this version.")
    {
        Subcommands.Add(new RulesCheckCommand());
        Subcommands.Add(new RulesExportCommand());
    }
}

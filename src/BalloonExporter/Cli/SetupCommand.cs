using System.CommandLine;

namespace BalloonExporter.Cli;

/// <summary><c>setup</c>: prepares this host.</summary>
internal sealed class SetupCommand : Command
{
    public SetupCommand()
        : base("setup", "Prepares this host.")
    {
        Subcommands.Add(new SetupActCommand());
    }
}

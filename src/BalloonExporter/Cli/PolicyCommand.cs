using System.CommandLine;

namespace BalloonExporter.Cli;

/// <summary><c>policy</c>: the policies of domains, stored in their metadata.</summary>
internal sealed class PolicyCommand : Command
{
    public PolicyCommand()
        : base("policy", "Shows or changes the policies of domains. Works without a running exporter.")
    {
        Subcommands.Add(new PolicyListCommand());
        Subcommands.Add(new PolicyShowCommand());
        Subcommands.Add(new PolicySetCommand());
        Subcommands.Add(new PolicyClearCommand());
        Subcommands.Add(new PolicyHistoryCommand());
    }
}

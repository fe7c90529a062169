using System.CommandLine;

namespace BalloonExporter.Cli;

/// <summary><c>policy</c>: the policy of one domain, stored in its metadata.</summary>
internal sealed class PolicyCommand : Command
{
    public PolicyCommand()
        : base("policy", "Shows or changes the policy of one domain. Works without a running exporter.")
    {
        Subcommands.Add(new PolicyShowCommand());
        Subcommands.Add(new PolicySetCommand());
        Subcommands.Add(new PolicyClearCommand());
    }
}

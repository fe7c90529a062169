using System.CommandLine;
using BalloonExporter.Cli.Backtesting;
using BalloonExporter.Cli.Proofs;
using BalloonExporter.Options;

namespace BalloonExporter.Cli;

/// <summary>The commands of this program besides exporting.</summary>
/// <remarks>
/// One class in a file of its own per command, derived from <see cref="Command"/>: the constructor adds its options and arguments
/// and sets the action, which returns an exit code. A group of flags that the exporter has too is taken from
/// <see cref="Options.Flags"/>, so that a flag means the same everywhere.
/// </remarks>
internal static class CommandList
{
    /// <param name="services">Everything the exporter is made of, not running.</param>
    public static IReadOnlyList<Command> All(Func<ExporterOptions, ServiceProvider> services) =>
    [
        new AlertmanagerConfigCommand(),
        new BacktestCommand(),
        new CheckCommand(),
        new ExplainCommand(),
        new LinkCommand(),
        new PolicyCommand(),
        new ProofCommand(),
        new ReleaseCommand(),
        new RestartDomainCommand(),
        new RulesCommand(),
        new SetupCommand(),
        new SimulateCommand(services),
        new StatusCommand(),
        new TopCommand(),
    ];
}

using System.CommandLine;

namespace ExporterToolkit.Configuration;

/// <summary>A command as manual and completion show it: without what is hidden.</summary>
/// <param name="Path">Names of the command and of those that it belongs to, without the program's: <c>policy set</c>. Empty: the program itself.</param>
/// <param name="Command">The command.</param>
internal sealed record ShownCommand(string Path, Command Command)
{
    /// <summary>Its own options.</summary>
    public IEnumerable<ShownOption> Options => Command.Options.Where(option => !option.Hidden).Select(option => new ShownOption(option));

    /// <summary>Its own options, and those of the commands it belongs to that count here too.</summary>
    public IEnumerable<ShownOption> UsableOptions => Options.Concat(
        Parents(Command).SelectMany(parent => parent.Options).Where(option => option.Recursive && !option.Hidden).Select(option => new ShownOption(option)))
        .DistinctBy(option => option.Name);

    public IEnumerable<Argument> Arguments => Command.Arguments.Where(argument => !argument.Hidden);

    public IEnumerable<ShownCommand> Subcommands => Command.Subcommands.Where(command => !command.Hidden)
        .Select(command => new ShownCommand($"{Path} {command.Name}".TrimStart(), command));

    public string Description => Command.Description ?? "";

    /// <summary>This command and all below it, each before its own.</summary>
    public IEnumerable<ShownCommand> WithAllBelow() => Subcommands.SelectMany(command => command.WithAllBelow()).Prepend(this);

    private static IEnumerable<Command> Parents(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => Parents(parent).Prepend(parent));
}

using System.CommandLine;
using BalloonExporter.Cli;
using BalloonExporter.Options;
using BalloonExporter.Tests.Alerts;

namespace BalloonExporter.Tests.Cli;

/// <summary>The manual page and the completions know each command and option, because they are made from the command line.</summary>
public sealed class SelfDescriptionTests
{
    private static readonly IReadOnlyList<Command> Commands = CommandList.All(ServiceRegistration.NotRunning);

    private static readonly IReadOnlyList<(string Path, Command Command)> All = [.. Commands.SelectMany(command => Below("", command))];

    public static TheoryData<string> Paths { get; } = [.. All.Select(each => each.Path)];

    [Fact]
    public void The_manual_names_every_option_its_variable_and_every_command()
    {
        var manual = Written("--help-man");

        Assert.StartsWith(".TH BALLOON\\-EXPORTER 1 \"\" ", manual, StringComparison.Ordinal);
        Assert.All(new CommandLine().Options, option => Assert.Contains($"\\fB{Roff(option.Name)}\\fR", manual, StringComparison.Ordinal));
        Assert.All(new CommandLine().Settable, option => Assert.Contains($"Environment: {Roff(CommandLine.VariableOf(option.Name))}\n", manual, StringComparison.Ordinal));
        Assert.All(All, each => Assert.Contains($".SS balloon\\-exporter {Roff(each.Path)}\n", manual, StringComparison.Ordinal));
        Assert.All(All.SelectMany(each => each.Command.Options), option => Assert.Contains($"\\fB{Roff(option.Name)}\\fR", manual, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_for_those_who_pack_it_are_in_no_text_for_people()
    {
        Assert.DoesNotContain(new CommandLine().Options, option => option.Name is "--help-man" or "--completion-script");
        Assert.DoesNotContain("help\\-man", Written("--help-man"), StringComparison.Ordinal);
        Assert.DoesNotContain("help-man", Written("--completion-script=bash"), StringComparison.Ordinal);
        Assert.DoesNotContain("help-man", Written("--completion-script=zsh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bash_completes_options_and_commands_of_the_program()
    {
        var offered = await CompleteAsync("");

        Assert.Superset(Commands.Select(command => command.Name).ToHashSet(), offered.ToHashSet());
        Assert.All(new CommandLine().Options, option => Assert.Contains(offered, word => word.TrimEnd('=') == option.Name));
        Assert.Equal(["--mode="], await CompleteAsync("--mo"));
        Assert.Equal(["policy"], await CompleteAsync("pol"));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Bash_completes_each_command(string path)
    {
        var command = All.Single(each => each.Path == path).Command;

        var offered = await CompleteAsync([.. path.Split(' '), "--"]);

        Assert.All(command.Options.Where(option => !option.Hidden), option => Assert.Contains(offered, word => word.TrimEnd('=') == option.Name));
        Assert.Superset(command.Subcommands.Select(each => each.Name).ToHashSet(), (await CompleteAsync([.. path.Split(' '), ""])).ToHashSet());
        Assert.Contains("--help", offered);
    }

    [Fact]
    public async Task Bash_completes_values_however_they_are_given()
    {
        Assert.Equal(["observe", "act"], await CompleteAsync("--mode", "=", ""));
        Assert.Equal(["observe", "act"], await CompleteAsync("--mode", "="));
        Assert.Equal(["act"], await CompleteAsync("--mode", "=", "a"));
        Assert.Equal(["act"], await CompleteAsync("--mode", "a"));
        Assert.Equal(["no"], await CompleteAsync("policy", "set", "shop", "--enabled", "=", "n"));
        Assert.Empty(await CompleteAsync("--web.telemetry-path", "=", "/nonexistent-"));
        Assert.Equal(["/proc/uptime"], await CompleteAsync("--config.file", "=", "/proc/uptim"));
        Assert.Equal(["/proc/uptime"], await CompleteAsync("rules", "check", "/proc/uptim"));
    }

    [Theory]
    [InlineData("--completion-script=fish")]
    [InlineData("--completion-script=")]
    [InlineData("--completion-script")]
    public void A_shell_that_it_does_not_know_is_refused(string argument)
    {
        using var errors = new StringWriter();

        Assert.Equal(2, new CommandLine(commands: Commands).Run([argument], _ => 0, errors));
        Assert.Contains("--completion-script", errors.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Path, Command Command)> Below(string parent, Command command)
    {
        var path = $"{parent} {command.Name}".TrimStart();
        return command.Subcommands.SelectMany(below => Below(path, below)).Prepend((path, command));
    }

    private static string Roff(string text) => text.Replace("-", "\\-", StringComparison.Ordinal);

    private static string Written(string argument)
    {
        using var output = new StringWriter();
        Assert.Equal(0, new CommandLine(commands: Commands).Run([argument], _ => throw new InvalidOperationException("the program must not run"), TextWriter.Null, output));
        return output.ToString();
    }

    // As bash calls it, with the cursor behind the last word.
    private static async Task<string[]> CompleteAsync(params string[] words)
    {
        const string call = """
            eval "$1"; shift
            COMP_WORDS=(balloon-exporter "$@"); COMP_CWORD=$#
            _balloon_exporter
            if ((${#COMPREPLY[@]})); then printf '%s\n' "${COMPREPLY[@]}"; fi
            """;
        var (code, output) = await Tool.RunAsync("bash", ["-c", call, "bash", Written("--completion-script=bash"), .. words]);
        Assert.Equal(0, code);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

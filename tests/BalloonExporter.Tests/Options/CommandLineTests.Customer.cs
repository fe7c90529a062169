namespace BalloonExporter.Tests.Options;

/// <content>What customers may have done to their servers.</content>
public sealed partial class CommandLineTests
{
    [Fact]
    public void A_restart_command_is_a_program_and_its_arguments_as_they_are() => Assert.Equal(
        ["/usr/bin/restart", "--id={uuid}", "$(reboot)"],
        Accepted("--customer.restart-command=/usr/bin/restart", "--customer.restart-command=--id={uuid}", "--customer.restart-command=$(reboot)").RestartCommand);

    [Fact]
    public void A_restart_command_needs_an_absolute_path_and_an_argument_that_names_the_machine()
    {
        Assert.Contains("restart is not the absolute path", Refused("--customer.restart-command=restart", "--customer.restart-command={uuid}"), StringComparison.Ordinal);
        Assert.Contains("{uuid}", Refused("--customer.restart-command=/usr/bin/restart", "--customer.restart-command=all"), StringComparison.Ordinal);
        Assert.Contains("{uuid}", Refused("--customer.restart-command=/usr/bin/restart-{uuid}"), StringComparison.Ordinal);
    }
}

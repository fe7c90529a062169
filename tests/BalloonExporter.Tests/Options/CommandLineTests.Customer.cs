using BalloonExporter.Options;

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

    [Fact]
    public void The_customers_page_has_its_own_address_names_and_keys()
    {
        var keys = Secret();

        var customer = Accepted(
            $"--customer.key-file={keys}", "--customer.listen-address=:10178", "--customer.host=Balloon.example", "--customer.issuer=panel", "--customer.restart=graceful",
            "--customer.restart-timeout=30s", "--customer.frame-ancestors=https://Panel.example/", "--customer.back-origin=https://panel.example:8443").Customer;

        Assert.Equal(["balloon.example"], customer.Hosts);
        Assert.Equal((CustomerRestart.Graceful, TimeSpan.FromSeconds(30), "panel", "balloon-exporter"), (customer.Restart, customer.RestartTimeout, customer.Issuer, customer.Audience));
        Assert.Equal(["https://panel.example"], customer.FrameAncestors);
        Assert.Equal(["https://panel.example:8443"], customer.BackOrigins);
    }

    [Theory]
    [InlineData("requires --customer.key-file", "--customer.listen-address=:10178")]
    [InlineData("requires --customer.key-file", "--customer.audience=me")]
    [InlineData("requires --customer.listen-address", "--customer.host=balloon.example")]
    [InlineData("--customer.key-file: ", "--customer.key-file=/nonexistent/keys")]
    [InlineData("is not off, graceful or force", "--customer.restart=hard")]
    [InlineData("is not a duration from 1s to 1h", "--customer.restart-timeout=2h")]
    [InlineData("is not an origin", "--customer.frame-ancestors=https://panel.example/path")]
    [InlineData("is not an origin", "--customer.frame-ancestors=*")]
    [InlineData("is not an origin", "--customer.back-origin=https://user@panel.example")]
    [InlineData("is not a host's name", "--customer.host=https://balloon.example")]
    public void A_wrong_option_of_the_customers_page_is_refused(string expected, string argument) => Assert.Contains(expected, Refused(argument), StringComparison.Ordinal);

    [Fact]
    public void The_customers_page_shares_no_address_and_needs_readable_texts()
    {
        var keys = Secret();

        Assert.Contains("get one of their own", Refused($"--customer.key-file={keys}", "--customer.listen-address=:10177"), StringComparison.Ordinal);
        Assert.Contains("--customer.texts: ", Refused($"--customer.key-file={keys}", "--customer.listen-address=:10178", "--customer.texts=/nonexistent/texts"), StringComparison.Ordinal);
    }

    private string Secret()
    {
        var path = Path.Combine(_folder, "link-secret");
        System.IO.File.WriteAllText(path, "a secret of at least thirty-two bytes");
        return path;
    }
}

using System.Text.RegularExpressions;
using BalloonExporter.Options;

namespace BalloonExporter.Tests.Options;

/// <summary>Help goes to the console, which is one for all: these tests run alone.</summary>
[CollectionDefinition(nameof(HelpTests), DisableParallelization = true)]
[Collection(nameof(HelpTests))]
public sealed partial class HelpTests
{
    [Fact]
    public void Help_names_every_option_and_its_default()
    {
        var help = Print("--help");

        foreach (var option in (string[])[
            "--mode", "--libvirt.uri", "--libvirt.connections", "--guest-stats.period", "--web.listen-address", "--web.telemetry-path", "--web.config.file",
            "--host.memory-budget", "--feedback.listen-address", "--feedback.token-file", "--feedback.user", "--feedback.client-name", "--pause.file", "--state.path", "--runtime.path",
            "--api.keys", "--api.socket", "--api.socket-mode", "--api.socket-group",
            "--alertmanager.url", "--alertmanager.filter", "--alertmanager.header", "--alertmanager.poll-interval", "--alertmanager.token-file", "--alertmanager.password-file",
            "--alertmanager.ca-file",
            "--policy.grace", "--policy.floor", "--opt-out.pin", "--domain.include", "--domain.exclude",
            "--collector.host", "--no-collector.host", "--log.level", "--log.format", "--config.file", "--config.check",
            "--help", "--version"])
            Assert.Contains(option, help, StringComparison.Ordinal);
        Assert.Contains("qemu:///system", help, StringComparison.Ordinal);
        Assert.Contains(":10177", help, StringComparison.Ordinal);
        Assert.Contains("Exit codes", help, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_printed_whatever_else_is_asked_for() => Assert.Contains("--mode", Print("--mode=act", "--help"), StringComparison.Ordinal);

    [Fact]
    public void Version_is_printed() => Assert.Matches(Version(), Print("--version"));

    private static string Print(params string[] arguments)
    {
        var console = Console.Out;
        using var output = new StringWriter();
        using var errors = new StringWriter();
        Console.SetOut(output);
        try
        {
            Assert.Equal(0, new CommandLine().Run(arguments, _ => throw new InvalidOperationException("the program must not run"), errors));
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.Equal("", errors.ToString());
        return output.ToString();
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+")]
    private static partial Regex Version();
}

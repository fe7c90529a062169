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

        Assert.True(Options.Count > 50, $"only {Options.Count} options");
        Assert.DoesNotContain(Options, option => !Regex.IsMatch(help, $@"^ .*{Regex.Escape(option)}(?=[\s,<=]|$)", RegexOptions.Multiline));
        Assert.Contains("qemu:///system", help, StringComparison.Ordinal);
        Assert.Contains(":10177", help, StringComparison.Ordinal);
        Assert.Contains("Exit codes", help, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_printed_whatever_else_is_asked_for() => Assert.Contains("--mode", Print("--mode=act", "--help"), StringComparison.Ordinal);

    [Fact]
    public void Version_is_printed() => Assert.Matches(Version(), Print("--version"));

    private static IReadOnlyList<string> Options { get; } = [.. new CommandLine().Options.Select(option => option.Name)];

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

using System.Collections;
using BalloonExporter.Options;
using BalloonExporter.Tests.Documents;

namespace BalloonExporter.Tests.Options;

/// <summary>The default that an option's help names is the one in force: there are two places, and this holds them equal.</summary>
public sealed class DefaultTests
{
    // A default that is told in words, or that a value cannot be written for.
    private static readonly string[] InWords =
    [
        "none", "all", "all memory", "found out", "on", "off", "served beside the metrics", "those of this machine", "the exporter's own",
    ];

    // The default depends on the machine, or has an effect that this comparison does not see.
    private static readonly string[] Told =
    [
        "--libvirt.connections", "--policy.max-domains-per-minute", "--policy.max-taken-per-minute", "--api.socket", "--alertmanager.filter",
        // Only together with an address.
        "--alertmanager.poll-interval",
        // Only together with a key file.
        "--customer.audience",
    ];

    public static IEnumerable<object[]> Defaults { get; } = OptionsTable.Defaults(new CommandLine()).Select(each => new object[] { each.Option, each.Default });

    [Theory]
    [MemberData(nameof(Defaults))]
    public void A_default_named_in_the_help_changes_nothing_when_it_is_given(string option, string value)
    {
        if (InWords.Contains(value) || Told.Contains(option))
            return;

        Assert.Equal(Text(Read([])), Text(Read([$"{option}={value}"])));
    }

    [Fact]
    public void Another_value_is_seen() => Assert.NotEqual(Text(Read([])), Text(Read(["--guest-stats.period=3s"])));

    [Fact]
    public void Most_defaults_are_values() =>
        Assert.InRange(OptionsTable.Defaults(new CommandLine()).Count(each => !InWords.Contains(each.Default) && !Told.Contains(each.Option)), 10, 100);

    private static ExporterOptions Read(string[] arguments)
    {
        ExporterOptions? options = null;
        using var errors = new StringWriter();
        new CommandLine().Run(
            arguments,
            read =>
            {
                options = read;
                return 0;
            },
            errors);
        Assert.Equal("", errors.ToString());
        return options!;
    }

    // Lists are told by what is in them; everything else has a text of its own.
    private static string Text(ExporterOptions options) =>
        string.Join('\n', typeof(ExporterOptions).GetProperties().Select(property => $"{property.Name}: {Text(property.GetValue(options))}"));

    private static string Text(object? value) =>
        value is IEnumerable list and not string ? string.Join(", ", list.Cast<object?>().Select(each => $"{each}").Order(StringComparer.Ordinal)) : $"{value}";
}

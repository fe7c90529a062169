using System.CommandLine;
using ExporterToolkit.Configuration;

namespace ExporterToolkit.Tests.Configuration;

/// <summary>Settings of a program that has nothing to do with balloons.</summary>
internal sealed record ToyOptions
{
    public string Colour { get; init; } = "red";

    public IReadOnlyList<ListenAddress> Addresses { get; init; } = [new ListenAddress("", 1)];

    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The section <c>lamps</c> of the file.</summary>
    public IReadOnlyList<string> Lamps { get; init; } = [];
}

/// <summary>Its options.</summary>
internal sealed class ToyFlags : IFlagGroup<ToyOptions>
{
    private readonly Option<string> _colour = new("--paint.colour")
    {
        CustomParser = result => FlagValue.Reference(result, text => text is "red" or "blue" or "grey" ? text : null, "red, blue or grey"),
    };

    private readonly Option<ListenAddress[]> _addresses = new("--web.listen-address")
    {
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(result, ListenAddress.TryParse, ListenAddress.Expected),
    };

    private readonly Option<TimeSpan?> _grace = new("--grace") { CustomParser = result => FlagValue.Value(result, Duration.TryParse, "a duration") };

    public IReadOnlyList<Option> Options => [_colour, _addresses, _grace];

    public ToyOptions Read(ParseResult result, ToyOptions options) => options with
    {
        Colour = result.GetValue(_colour) ?? options.Colour,
        Addresses = result.GetValue(_addresses) is { Length: > 0 } addresses ? addresses : options.Addresses,
        Grace = result.GetValue(_grace) ?? options.Grace,
    };

    public IEnumerable<string> Contradictions(ParseResult result, ToyOptions options) =>
        options is { Colour: "grey", Lamps.Count: > 0 } ? ["--paint.colour=grey does not go with lamps"] : [];

    public IEnumerable<string> Warnings(ToyOptions options) => options.Colour == "blue" ? ["blue fades"] : [];
}

/// <summary>A section of its file, and a variable of its environment.</summary>
internal sealed class ToySections : IOtherSettings<ToyOptions>
{
    private readonly List<string> _lamps = [];

    public void ReadEnvironment(IReadOnlyDictionary<string, string> environment, List<string> problems)
    {
        if (environment.GetValueOrDefault("LAMP") is { } lamp)
            _lamps.Add(lamp);
    }

    public bool TryTake(string key, YamlNode? value, FilePlace place, List<string> problems)
    {
        if (key != "lamps")
            return false;
        if (value is YamlList list)
            _lamps.AddRange(list.Items.OfType<YamlScalar>().Select(item => item.Text));
        else
            problems.Add($"lamps is not a list ({place})");
        return true;
    }

    public void EndFile(List<string> problems)
    {
        if (_lamps.Count != _lamps.Distinct().Count())
            problems.Add("lamps has duplicates");
    }

    public ToyOptions AddTo(ToyOptions options) => options with { Lamps = _lamps };
}

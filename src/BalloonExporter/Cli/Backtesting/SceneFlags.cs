using System.CommandLine;
using System.Globalization;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>Options that say on which hosts the servers are.</summary>
internal sealed class SceneFlags
{
    /// <summary>Memory of a host where neither history nor options tell it.</summary>
    private const long UsualHostKib = 128 * Kib.PerGiB;

    private const double UsualOvercommit = 2;
    private const double MostOvercommit = 20;

    private readonly Option<long?> _hostMemory = new("--host.memory")
    {
        Description = "Place the servers on hosts of this size. Default: the hosts of the history; 128GiB where it does not tell.",
        HelpName = "SIZE",
        CustomParser = result => FlagValue.Value(result, ByteSize.TryParseKib, "a size such as 128GiB"),
    };

    private readonly Option<double?> _overcommit = new("--overcommit")
    {
        Description = "How many times the memory of such a host is sold. Default: 2.0.",
        HelpName = "RATIO",
        CustomParser = result => FlagValue.Value(result, Ratio, $"a number from 1 to {MostOvercommit}"),
    };

    private readonly Option<int?> _seed = new("--placement.seed")
    {
        Description = "Draws the order in which servers are placed on such hosts, so that those of one customer, which peak together, are apart. 0: the order of the history. Default: 1.",
        HelpName = "NUMBER",
        CustomParser = result => FlagValue.Value(
            result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : (int?)null, "a whole number"),
    };

    private readonly Option<OvercommitRange> _sweep = new("--sweep")
    {
        Description = "Also run each half step of overcommit in this range, for example 1.0-4.0. Default: none.",
        HelpName = "FROM-TO",
        CustomParser = result => FlagValue.Reference(
            result, text => OvercommitRange.TryParse(text, MostOvercommit), $"a range of overcommits from 1 to {MostOvercommit}, such as 1.0-4.0"),
    };

    private readonly Option<bool> _bursts = new("--bursts")
    {
        Description = "Add short bursts to the samples, which samples minutes apart do not show: two an hour, of 5 to 20 % of what was sold. Default: none.",
        Arity = ArgumentArity.Zero,
    };

    private readonly Option<FileInfo[]> _rules = new("--rules")
    {
        Description = "Check the run's plan against these rule files with promtool, at 200 moments drawn from the run, and print the largest difference. Default: none.",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    public IReadOnlyList<Option> Options => [_hostMemory, _overcommit, _seed, _sweep, _bursts, _rules];

    public SceneOptions Read(ParseResult result) => new()
    {
        HostKib = result.GetValue(_hostMemory) ?? (result.GetValue(_overcommit) is null && result.GetValue(_sweep) is null ? null : UsualHostKib),
        UsualHostKib = UsualHostKib,
        Overcommit = result.GetValue(_overcommit) ?? UsualOvercommit,
        Seed = result.GetValue(_seed) ?? 1,
        Sweep = result.GetValue(_sweep),
        Bursts = result.GetValue(_bursts),
        Rules = result.GetValue(_rules) ?? [],
    };

    private static double? Ratio(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 1 and <= MostOvercommit ? ratio : null;
}

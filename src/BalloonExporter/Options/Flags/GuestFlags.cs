using System.CommandLine;
using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.Flags;

/// <summary>Options for guests: which ones, their statistics period, and their memory budget.</summary>
internal sealed class GuestFlags : IFlagGroup<ExporterOptions>
{
    private readonly Option<TimeSpan?> _statisticsPeriod = new("--guest-stats.period")
    {
        Description = "In act mode each guest is asked for statistics at least this often; 0 leaves the periods unchanged. Default: 2s.",
        HelpName = "DURATION",
        CustomParser = result => FlagValue.Value(
            result,
            text => Duration.TryParse(text) is { } period && IsWholeSeconds(period) ? period : (TimeSpan?)null,
            "a whole number of seconds such as 2s, or 0"),
    };

    private readonly Option<long?> _memoryBudget = new("--host.memory-budget")
    {
        Description = "Memory budget for guests on this host, for example 48GiB. Default: all memory.",
        HelpName = "SIZE",
        CustomParser = result => FlagValue.Value(result, ByteSize.TryParseKib, "a size such as 48GiB"),
    };

    private readonly Option<Regex> _include = new("--domain.include")
    {
        Description = "Only domains whose whole name matches. Others are not shown and never managed, but their memory counts. Default: all.",
        HelpName = "REGEX",
        CustomParser = result => FlagValue.Reference(result, DomainFilter.TryParse, DomainFilter.Expected),
    };

    private readonly Option<Regex> _exclude = new("--domain.exclude")
    {
        Description = "No domains whose whole name matches, even if they are included. Default: none.",
        HelpName = "REGEX",
        CustomParser = result => FlagValue.Reference(result, DomainFilter.TryParse, DomainFilter.Expected),
    };

    public IReadOnlyList<Option> Options => [_statisticsPeriod, _memoryBudget, _include, _exclude];

    public ExporterOptions Read(ParseResult result, ExporterOptions options) => options with
    {
        GuestStatisticsPeriod = result.GetValue(_statisticsPeriod) ?? options.GuestStatisticsPeriod,
        MemoryBudgetKib = result.GetValue(_memoryBudget),
        Domains = new DomainFilter { Include = result.GetValue(_include), Exclude = result.GetValue(_exclude) },
    };

    public IEnumerable<string> Warnings(ExporterOptions options)
    {
        if (options.Domains.Include is { } include && DomainFilter.LooksLikeGlob(include))
            yield return $"{_include.Name}: {DomainFilter.GlobWarning}";
        if (options.Domains.Exclude is { } exclude && DomainFilter.LooksLikeGlob(exclude))
            yield return $"{_exclude.Name}: {DomainFilter.GlobWarning}";
    }

    public IEnumerable<string> Summary(ExporterOptions options) =>
        [options.MemoryBudgetKib is { } kib ? $"memory for guests: {ByteSize.Explain(kib)}" : "memory for guests: all of the host's"];

    private static bool IsWholeSeconds(TimeSpan period) => period.Ticks % TimeSpan.TicksPerSecond == 0 && period <= TimeSpan.FromHours(1);
}

using System.CommandLine;
using System.Globalization;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.Flags;

/// <summary>Options of the guard-rails.</summary>
internal sealed class PolicyFlags : IFlagGroup<ExporterOptions>
{
    private readonly Option<TimeSpan?> _grace = new("--policy.grace")
    {
        Description = "How long a domain is left alone after start, reboot, restore or migration. Default: 120s.",
        HelpName = "DURATION",
        CustomParser = result => FlagValue.Value(result, Duration.TryParse, "a duration such as 120s"),
    };

    private readonly Option<TimeSpan?> _pacing = new("--policy.pacing")
    {
        Description = "How long no plan takes from a domain that was given more than it needs, and recovery gives nothing back to one that memory was taken from. " +
            "Rescues, emergencies and growth are not bound. Default: 10m.",
        HelpName = "DURATION",
        CustomParser = result => FlagValue.Value(result, Duration.TryParse, "a duration such as 10m"),
    };

    private readonly Option<Amount?> _floor = new("--policy.floor")
    {
        Description = "Never take a domain below this: a size, or a share of its maximum. At least 256MiB. Default: 25%.",
        HelpName = "SIZE|SHARE",
        CustomParser = result => FlagValue.Reference(result, Amount.TryParse, "a size such as 1GiB or a share such as 25%"),
    };

    private readonly Option<Amount?> _guestSwap = new("--policy.guest-swap")
    {
        Description = "Swap that guests have: a size, or a share of their maximum. If the host cannot hold the memory all guests use, " +
            "guests above their fair share are shrunk into their swap, so that no other guest has to kill processes. Do not overstate it; 0: none. Default: found out.",
        HelpName = "SIZE|SHARE",
        CustomParser = result => FlagValue.Reference(result, Amount.TryParseOrNone, "a size such as 1GiB, a share such as 25%, or 0"),
    };

    private readonly Option<int?> _breakerDomains = new("--policy.max-domains-per-minute")
    {
        Description = "Memory is taken from at most this many domains within a minute. Default: 100, or half of the managed domains if that is more.",
        HelpName = "NUMBER",
        CustomParser = result => FlagValue.Value(
            result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 ? count : (int?)null, "a number from 1"),
    };

    private readonly Option<long?> _breakerSize = new("--policy.max-taken-per-minute")
    {
        Description = "At most this much resident memory of guests is taken within a minute, for example 8GiB. Default: a quarter of the host's, half in an emergency.",
        HelpName = "SIZE",
        CustomParser = result => FlagValue.Value(result, ByteSize.TryParseKib, "a size such as 8GiB"),
    };

    private readonly Option<bool> _pin = new("--opt-out.pin")
    {
        Description = "In act mode remove the balloon from the definition of a domain that opts out, so that its next start has fixed memory whatever runs " +
            "on the host; the balloon is restored when it opts in again. Default: off.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public IReadOnlyList<Option> Options => [_grace, _pacing, _floor, _guestSwap, _breakerDomains, _breakerSize, _pin];

    public ExporterOptions Read(ParseResult result, ExporterOptions options)
    {
        var floor = result.GetValue(_floor);
        return options with
        {
            FixesOptedOutMemory = result.GetValue(_pin),
            Limits = options.Limits with
            {
                Grace = result.GetValue(_grace) ?? options.Limits.Grace,
                PacingTime = result.GetValue(_pacing) ?? options.Limits.PacingTime,
                FloorKib = floor?.Kib,
                FloorShare = floor?.Share ?? options.Limits.FloorShare,
                GuestSwap = result.GetValue(_guestSwap),
                BreakerDomains = result.GetValue(_breakerDomains),
                BreakerKib = result.GetValue(_breakerSize),
            },
        };
    }

    public IEnumerable<string> Warnings(ExporterOptions options)
    {
        var limits = options.Limits;
        if (limits.FloorKib < limits.MinimumFloorKib)
            yield return $"{_floor.Name}={ByteSize.Format(limits.FloorKib.Value)} has no effect: no domain is taken below {ByteSize.Format(limits.MinimumFloorKib)}";
        if (limits.Overrides.Any(entry => DomainFilter.LooksLikeGlob(entry.Names)))
            yield return $"{PolicySection.Key}: domain: {DomainFilter.GlobWarning}";
    }

    public IEnumerable<string> Summary(ExporterOptions options)
    {
        var limits = options.Limits;
        yield return $"floor: {(limits.FloorKib is { } kib ? ByteSize.Explain(kib) : new Amount(null, limits.FloorShare).ToString())}, at least {ByteSize.Format(limits.MinimumFloorKib)}";
        if (limits.BreakerKib is { } takenKib)
            yield return $"taken within a minute: at most {ByteSize.Explain(takenKib)}";
        if (limits.Overrides.Count > 0)
            yield return $"policies by name: {limits.Overrides.Count}";
    }
}

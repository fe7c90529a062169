using System.CommandLine;
using System.CommandLine.Parsing;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary><c>policy set DOMAIN --enabled=no …</c>: changes the given settings and keeps the others.</summary>
internal sealed class PolicySetCommand : Command
{
    private const string Default = "default";

    private readonly PolicyTarget _target = new();

    private readonly Option<string> _enabled = new("--enabled")
    {
        Description = "Whether its balloon may be moved; takes effect with the next start, but memory is no longer taken at once.",
        HelpName = "yes|no|default",
    };

    private readonly Option<string> _floor = new("--floor")
    {
        Description = "Never take it below this: a size, or a share of its maximum.",
        HelpName = "SIZE|SHARE|default",
    };

    private readonly Option<string> _ceiling = new("--ceiling")
    {
        Description = "Never give it more than this: a size, or a share of its maximum.",
        HelpName = "SIZE|SHARE|default",
    };

    private readonly Option<string> _shares = new("--shares")
    {
        Description = "Its weight when memory is short; 1000 is usual.",
        HelpName = "NUMBER|default",
    };

    private readonly Option<string> _swap = new("--swap")
    {
        Description = "What swap the guest has of its own: a size, a share of its maximum, or 0 for none. Without it the exporter finds out.",
        HelpName = "SIZE|SHARE|0|default",
    };

    public PolicySetCommand()
        : base("set", "Changes the given settings of a domain's policy. Exit codes: 0 stored, 1 no such domain, refused or no libvirt, 2 bad options.")
    {
        _target.AddTo(this);
        foreach (var option in (Option<string>[])[_enabled, _floor, _ceiling, _shares, _swap])
            Options.Add(option);
        Validators.Add(Validate);
        SetAction(result =>
        {
            string? refusal = null;
            var code = _target.Run(result, (specs, domain) => specs.Change(domain, before => Changed(before, result, out refusal)));
            if (refusal is null)
                return code;
            result.InvocationConfiguration.Error.WriteLine($"balloon-exporter: nothing is stored: {refusal}");
            return ExitCode.Failed;
        });
    }

    private void Validate(CommandResult result)
    {
        if (((Option<string>[])[_enabled, _floor, _ceiling, _shares, _swap]).All(option => result.GetValue(option) is null))
            result.AddError("nothing to set: --enabled, --floor, --ceiling, --shares or --swap is required");
        if (SaidBy(result.GetValue).Problem is { } problem)
            result.AddError($"--{problem}");
    }

    private PolicySpec SaidBy(Func<Option<string>, string?> valueOf)
    {
        return PolicyElement.Read(Said(_enabled), Said(_floor), Said(_ceiling), Said(_shares), Said(_swap));

        string? Said(Option<string> option) => valueOf(option) is { } text && text != Default ? text : null;
    }

    private PolicySpec? Changed(StoredDomain domain, ParseResult result, out string? refusal)
    {
        refusal = domain.Facts.NextPolicy?.Problem is { } problem && result.GetValue(_enabled) is null
            ? $"the stored policy is malformed ({problem}) and may be an opt-out: set --enabled too, or clear it first"
            : null;
        if (refusal is not null)
            return null;
        // A malformed policy has nothing that could be kept.
        var before = domain.Facts.NextPolicy is { Problem: null } spec ? spec : new PolicySpec();
        var said = SaidBy(result.GetValue);
        var changed = before with
        {
            Enabled = result.GetValue(_enabled) is null ? before.Enabled : said.Enabled,
            Floor = result.GetValue(_floor) is null ? before.Floor : said.Floor,
            Ceiling = result.GetValue(_ceiling) is null ? before.Ceiling : said.Ceiling,
            Shares = result.GetValue(_shares) is null ? before.Shares : said.Shares,
            Swap = result.GetValue(_swap) is null ? before.Swap : said.Swap,
        };
        var named = (result.GetValue(_floor) is null or Default ? PolicySettings.None : PolicySettings.Floor)
            | (result.GetValue(_ceiling) is null or Default ? PolicySettings.None : PolicySettings.Ceiling);
        // The operator's configuration is known to the exporter alone.
        refusal = PolicyRules.RefusalOf(domain, changed) ?? PolicyRules.SizeRefusal(domain, changed, named, new Limits());
        return refusal is null ? changed : null;
    }
}

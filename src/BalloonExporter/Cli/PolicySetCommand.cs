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

    public PolicySetCommand()
        : base("set", "Changes the given settings of a domain's policy. Exit codes: 0 stored, 1 no such domain, refused or no libvirt, 2 bad options.")
    {
        _target.AddTo(this);
        foreach (var option in (Option<string>[])[_enabled, _floor, _ceiling, _shares])
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
        string?[] texts = [result.GetValue(_enabled), result.GetValue(_floor), result.GetValue(_ceiling), result.GetValue(_shares)];
        if (texts.All(text => text is null))
            result.AddError("nothing to set: --enabled, --floor, --ceiling or --shares is required");
        if (PolicyElement.Read(Said(texts[0]), Said(texts[1]), Said(texts[2]), Said(texts[3])).Problem is { } problem)
            result.AddError($"--{problem}");
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
        var said = PolicyElement.Read(
            Said(result.GetValue(_enabled)), Said(result.GetValue(_floor)), Said(result.GetValue(_ceiling)), Said(result.GetValue(_shares)));
        var changed = before with
        {
            Enabled = result.GetValue(_enabled) is null ? before.Enabled : said.Enabled,
            Floor = result.GetValue(_floor) is null ? before.Floor : said.Floor,
            Ceiling = result.GetValue(_ceiling) is null ? before.Ceiling : said.Ceiling,
            Shares = result.GetValue(_shares) is null ? before.Shares : said.Shares,
        };
        var named = (result.GetValue(_floor) is null or Default ? PolicySettings.None : PolicySettings.Floor)
            | (result.GetValue(_ceiling) is null or Default ? PolicySettings.None : PolicySettings.Ceiling);
        // The operator's configuration is known to the exporter alone.
        refusal = PolicyRules.RefusalOf(domain, changed) ?? PolicyRules.SizeRefusal(domain, changed, named, new Limits());
        return refusal is null ? changed : null;
    }

    private static string? Said(string? text) => text == Default ? null : text;
}

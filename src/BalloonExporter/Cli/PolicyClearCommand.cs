using System.CommandLine;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Cli;

/// <summary><c>policy clear DOMAIN</c>: removes the domain's policy.</summary>
internal sealed class PolicyClearCommand : Command
{
    public PolicyClearCommand()
        : base("clear", "Removes a domain's policy: the configuration and the defaults apply. Exit codes: 0 removed, 1 no such domain or no libvirt, 2 bad options.")
    {
        var target = new PolicyTarget();
        target.AddTo(this);
        SetAction(result => target.Run(result, (specs, domain) => specs.Change(domain, _ => new PolicySpec())));
    }
}

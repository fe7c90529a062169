using System.CommandLine;

namespace BalloonExporter.Cli;

/// <summary><c>policy show DOMAIN</c>.</summary>
internal sealed class PolicyShowCommand : Command
{
    public PolicyShowCommand()
        : base("show", "Shows the stored policy of a domain, and whether it can be managed. Exit codes: 0 shown, 1 no such domain or no libvirt, 2 bad options.")
    {
        var target = new PolicyTarget();
        target.AddTo(this);
        SetAction(result => target.Run(result, (specs, domain) => specs.Read(domain)));
    }
}

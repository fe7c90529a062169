using System.CommandLine;
using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Explaining;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary><c>check</c>: which running domains take part, and for each that does not what mends it.</summary>
internal sealed class CheckCommand : Command
{
    private static readonly string[] Head = ["DOMAIN", "TAKES PART", "WHY NOT", "WHAT MENDS IT"];

    private static readonly Dictionary<string, DecisionReason> Reasons = Enum.GetValues<DecisionReason>().ToDictionary(reason => reason.ToLabel());

    private readonly ApiTarget _target = new();

    public CheckCommand()
        : base(
            "check",
            "Asks a running exporter which domains take part today, and shows for each that does not what mends it. Exit codes: 0 all do, 1 some do not or no " +
            "exporter answers, 2 bad options.")
    {
        _target.AddTo(this);
        SetAction(CheckAsync);
    }

    private async Task<int> CheckAsync(ParseResult result, CancellationToken cancellation)
    {
        try
        {
            using var client = _target.Connect(result);
            var (list, error) = await client.SendAsync(HttpMethod.Get, DomainsEndpoint.Path, null, ApiJson.Default.DomainList, cancellation);
            if (list is null)
                return Fail(result, error!);
            TextTable.Write([Head, .. list.Domains.Select(Row)], result.InvocationConfiguration.Output);
            return list.Domains.All(domain => domain.Managed) ? ExitCode.Stopped : ExitCode.Failed;
        }
        catch (IOException exception)
        {
            return Fail(result, exception.Message);
        }
    }

    // Reasons that pass by themselves have no remedy.
    private static string[] Row(DomainEntry domain)
    {
        if (domain.UnmanagedReason is not { } label)
            return [domain.Name, "yes", "-", "-"];
        var remedy = Reasons.TryGetValue(label, out var reason) ? Remedy.Of(reason) : null;
        return [domain.Name, "no", remedy is null ? label : $"{label}: {remedy.Why}", remedy is null ? "wait" : MendedBy(domain, remedy)];
    }

    // A line for a shell: the command, and as its comment what is to be done with it.
    private static string MendedBy(DomainEntry domain, Remedy remedy) => remedy.Command is { } command
        ? $"{command.Replace("DOMAIN", ShellName.Of(domain.Name, domain.Uuid), StringComparison.Ordinal)}  # {remedy.WayOut}"
        : remedy.WayOut;

    private static int Fail(ParseResult result, string problem)
    {
        result.InvocationConfiguration.Error.WriteLine($"balloon-exporter: {problem}");
        return ExitCode.Failed;
    }
}

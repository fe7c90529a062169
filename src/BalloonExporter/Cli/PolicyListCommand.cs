using System.CommandLine;
using System.Text.Json;
using BalloonExporter.Api;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Policy;
using BalloonExporter.Options;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary><c>policy list</c>: all domains with what is stored for them.</summary>
internal sealed class PolicyListCommand : Command
{
    private static readonly string[] Head = ["DOMAIN", "UUID", "RUNNING", "POLICY", "RESTART REQUIRED", "CAN BE MANAGED"];

    private readonly CommandBackend _backend = new();

    private readonly Option<bool> _json = new("--json") { Description = "Write the answer as JSON.", Arity = ArgumentArity.Zero };

    private readonly Option<bool> _stored = new("--stored") { Description = "Only domains that have a policy of their own.", Arity = ArgumentArity.Zero };

    public PolicyListCommand()
        : base("list", "Lists all domains, running or not, with their stored policies. Exit codes: 0 listed, 1 no libvirt, 2 bad options.")
    {
        Options.Add(_backend.Address);
        Options.Add(_stored);
        Options.Add(_json);
        SetAction(List);
    }

    private int List(ParseResult result)
    {
        var output = result.InvocationConfiguration.Output;
        var errors = result.InvocationConfiguration.Error;
        if (CommandBackend.TryLoad() is { } missing)
        {
            errors.WriteLine($"balloon-exporter: {missing}");
            return ExitCode.Usage;
        }

        var (domains, error) = CommandBackend.Policies(_backend.Flags.Read(result, new ExporterOptions())).List();
        // Only what is stored: the operator's configuration is known to the exporter alone.
        IReadOnlyList<PolicyReport> reports =
        [
            .. domains.Where(domain => !result.GetValue(_stored) || domain.Facts.NextPolicy is not null)
                .Select(domain => PolicyReport.Of(domain, null, LedgerEntry.Empty, new Limits(), default)),
        ];
        if (result.GetValue(_json))
            output.WriteLine(JsonSerializer.Serialize(reports, ApiJson.Answers.IReadOnlyListPolicyReport));
        else
            TextTable.Write([Head, .. reports.Select(Row)], output);
        if (error is null)
            return ExitCode.Stopped;
        errors.WriteLine($"balloon-exporter: {error}");
        return ExitCode.Failed;
    }

    private static string[] Row(PolicyReport report) =>
    [
        report.Domain,
        report.Uuid.ToString(),
        report.Running ? "yes" : "no",
        PolicyText.Of(report.Stored),
        report.RestartRequired switch { true => "yes", false => "no", null => "-" },
        report.Managed ? "yes" : report.Reason!,
    ];
}

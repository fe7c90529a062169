using System.Text.Json;
using BalloonExporter.Api;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Cli;

/// <summary>Writes a domain's policy as text or JSON.</summary>
internal static class PolicyText
{
    public static void Write(StoredDomain domain, bool json, TextWriter output)
    {
        // Only the stored policy: the operator's configuration is known to the exporter alone.
        var report = PolicyReport.Of(domain, null, LedgerEntry.Empty, new Limits(), default);
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(report, ApiJson.Answers.PolicyReport));
            return;
        }

        Line("domain", report.Domain);
        Line("uuid", report.Uuid.ToString());
        Line("running", report.Running ? "yes" : "no");
        Spec("stored", report.Stored);
        if (report.Running)
            Spec("running instance", report.Instance);
        if (report.RestartRequired is { } required)
            Line("restart required", required ? "yes: whether it has ballooning changes with its next start" : "no");
        Line("can be managed", report.Managed ? "yes" : $"no ({report.Reason}): {report.Why}");
        if (report.WayOut is { } wayOut)
            Line("way out", wayOut);

        void Spec(string what, PolicySpecReport? spec) => Line(what, Of(spec));

        void Line(string what, string value) => output.WriteLine($"{what + ':',-18}{value}");
    }

    /// <summary>A policy on one line, as <c>policy set</c> takes it.</summary>
    public static string Of(PolicySpecReport? spec) => spec switch
    {
        null => "nothing",
        { Problem: { } problem } => $"malformed: {problem}",
        _ => string.Join(' ', ((string?[])[
            spec.Enabled is { } enabled ? $"enabled={(enabled ? "yes" : "no")}" : null,
            spec.Floor is { } floor ? $"floor={floor}" : null,
            spec.Ceiling is { } ceiling ? $"ceiling={ceiling}" : null,
            spec.Shares is { } shares ? $"shares={shares}" : null,
            spec.Swap is { } swap ? $"swap={swap}" : null,
        ]).OfType<string>()) is { Length: > 0 } said ? said : "nothing",
    };
}

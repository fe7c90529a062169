using System.Text;
using BalloonExporter.Api;
using BalloonExporter.Options;

namespace BalloonExporter.Cli;

/// <summary>How Alertmanager reaches the exporters.</summary>
internal sealed record AlertmanagerRouting
{
    private const string Maintenance = "balloon-maintenance";

    private static readonly string Inhibitions =
        $"""
        inhibit_rules:
          # Nothing is taken from a guest that is short of memory; gifts go through.
          - source_matchers: ['alertname="BalloonGuestUnderPressure"']
            target_matchers: ['alertname="{AlertNames.Target}"', 'direction="take"']
            equal: [cluster, job, instance, uuid]
          - source_matchers: ['alertname="BalloonHostCritical"']
            target_matchers: ['alertname="BalloonHostRed"']
            equal: [cluster, job, instance]
          - source_matchers: ['alertname=~"BalloonExporterDown|BalloonLibvirtDown"']
            target_matchers: ['alertname=~"Balloon.+"', 'severity=~"warning|info"']
            equal: [cluster, job, instance]

        """;

    /// <summary>As Alertmanager sees it.</summary>
    public string TokenFile { get; init; } = "balloon-exporter.token";

    /// <summary>TLS for all, not only for those whose target says so.</summary>
    public bool Https { get; init; }

    /// <summary>Certificates to trust; null: the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Alertmanager's own certificate, for exporters that ask for one.</summary>
    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    /// <summary>A complete configuration of Alertmanager 0.25 to 0.30: one receiver for each exporter.</summary>
    public string Write(IReadOnlyList<FleetTarget> targets)
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Alertmanager 0.25 to 0.30, one receiver for each exporter. Made by balloon-exporter alertmanager-config; what it means is told in
            # alerts/alertmanager/alertmanager.yml.
            route:
              receiver: people
              group_by: [alertname, instance]
              routes:

            """);
        AddRoute(text, targets, indent: "    ", Maintenance);
        text.Append(
            $"""

            # Maintenance windows of the whole fleet. This one never comes: put your own here.
            time_intervals:
              - name: {Maintenance}
                time_intervals:
                  - years: ['2000']


            """);
        text.Append(Inhibitions);
        text.Append(
            """

            receivers:
              # Put e-mail, chat or pager here.
              - name: people

            """);
        AddReceivers(text, targets);
        return text.ToString();
    }

    /// <summary>Only what an Alertmanager that exists already lacks: a route, inhibitions, and the receivers.</summary>
    public string WriteParts(IReadOnlyList<FleetTarget> targets)
    {
        var text = new StringBuilder();
        text.Append(
            """
            # For an Alertmanager from 0.25 to 0.30 that exists already. Made by balloon-exporter alertmanager-config --routes-only.
            # Put the route first below route.routes: one before it that matches would keep its alerts. The others go to the ends of their lists.
            routes:

            """);
        AddRoute(text, targets, indent: "  ", muted: null);
        text.Append('\n').Append(Inhibitions).Append("\nreceivers:\n");
        AddReceivers(text, targets);
        return text.ToString();
    }

    // The item of a list of routes.
    private static void AddRoute(StringBuilder text, IReadOnlyList<FleetTarget> targets, string indent, string? muted)
    {
        string[] lines =
        [
            "- receiver: balloon-nobody",
            $"  matchers: ['{AlertNames.Matcher}']",
            "  group_by: [job, instance]",
            "  group_wait: 0s",
            "  group_interval: 5s",
            "  repeat_interval: 9s",
            "  routes:",
        ];
        foreach (var line in lines)
            text.Append(indent).Append(line).Append('\n');
        foreach (var target in targets)
        {
            text.Append(indent).Append($"    - receiver: {Quoted(Receiver(target))}\n");
            text.Append(indent).Append($"      matchers: [{Quoted($"instance=\"{target.Instance.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"")}]\n");
            if (muted is not null)
                text.Append(indent).Append($"      mute_time_intervals: [{muted}]\n");
        }
    }

    private void AddReceivers(StringBuilder text, IReadOnlyList<FleetTarget> targets)
    {
        text.Append("  # Targets of hosts that are not in the list.\n  - name: balloon-nobody\n");
        foreach (var target in targets)
        {
            text.Append($"  - name: {Quoted(Receiver(target))}\n");
            text.Append("    webhook_configs:\n");
            text.Append($"      - url: {(Https || target.Https ? "https" : "http")}://{target.Address}{FeedbackEndpoint.Path}\n");
            text.Append("        send_resolved: false\n");
            text.Append("        http_config:\n");
            text.Append("          follow_redirects: false\n");
            text.Append($"          authorization: {{type: Bearer, credentials_file: {Quoted(TokenFile)}}}\n");
            if (Tls() is { Count: > 0 } tls)
                text.Append($"          tls_config: {{{string.Join(", ", tls)}}}\n");
        }
    }

    private List<string> Tls()
    {
        (string Key, string? Value)[] files = [("ca_file", CaFile), ("cert_file", CertificateFile), ("key_file", KeyFile)];
        return [.. files.Where(file => file.Value is not null).Select(file => $"{file.Key}: {Quoted(file.Value!)}")];
    }

    private static string Receiver(FleetTarget target) => $"balloon-exporter {target.Instance}";

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

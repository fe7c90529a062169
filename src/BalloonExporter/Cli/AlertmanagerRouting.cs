using System.Text;
using BalloonExporter.Api;
using BalloonExporter.Options;

namespace BalloonExporter.Cli;

/// <summary>How Alertmanager reaches the exporters.</summary>
internal sealed record AlertmanagerRouting
{
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
            $"""
            # Alertmanager 0.25 to 0.30, one receiver for each exporter. Made by balloon-exporter alertmanager-config; what it means is told in
            # alerts/alertmanager/alertmanager.yml.
            route:
              receiver: people
              group_by: [alertname, instance]
              routes:
                - receiver: balloon-nobody
                  matchers: ['{AlertNames.Matcher}']
                  group_by: [job, instance]
                  group_wait: 0s
                  group_interval: 5s
                  repeat_interval: 9s
                  routes:

            """);
        foreach (var target in targets)
        {
            text.Append($"        - receiver: {Quoted(Receiver(target))}\n");
            text.Append($"          matchers: [{Quoted($"instance=\"{target.Instance.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"")}]\n");
            text.Append("          mute_time_intervals: [balloon-maintenance]\n");
        }

        text.Append(
            $"""

            # Maintenance windows of the whole fleet. This one never comes: put your own here.
            time_intervals:
              - name: balloon-maintenance
                time_intervals:
                  - years: ['2000']

            inhibit_rules:
              # Nothing is taken from a guest that is short of memory; gifts go through.
              - source_matchers: ['alertname="BalloonGuestUnderPressure"']
                target_matchers: ['alertname="{AlertNames.Target}"', 'direction="take"']
                equal: [job, instance, uuid]
              - source_matchers: ['alertname="BalloonHostCritical"']
                target_matchers: ['alertname="BalloonHostRed"']
                equal: [job, instance]
              - source_matchers: ['alertname=~"BalloonExporterDown|BalloonLibvirtDown"']
                target_matchers: ['alertname=~"Balloon.+"', 'severity=~"warning|info"']
                equal: [job, instance]

            receivers:
              # Put e-mail, chat or pager here.
              - name: people
              # Targets of hosts that are not in the list.
              - name: balloon-nobody

            """);
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

        return text.ToString();
    }

    private List<string> Tls()
    {
        (string Key, string? Value)[] files = [("ca_file", CaFile), ("cert_file", CertificateFile), ("key_file", KeyFile)];
        return [.. files.Where(file => file.Value is not null).Select(file => $"{file.Key}: {Quoted(file.Value!)}")];
    }

    private static string Receiver(FleetTarget target) => $"balloon-exporter {target.Instance}";

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

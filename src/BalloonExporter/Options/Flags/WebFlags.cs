using System.CommandLine;
using BalloonExporter.WebConfig;

namespace BalloonExporter.Options.Flags;

/// <summary>Where and how pages are served.</summary>
internal sealed class WebFlags : IFlagGroup
{
    private readonly Option<ListenAddress[]> _addresses = new("--web.listen-address")
    {
        Description = "Address to listen on. Can be given several times. Default: :10177.",
        HelpName = "[HOST]:PORT",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(result, ListenAddress.TryParse, ListenAddress.Expected),
    };

    private readonly Option<string> _telemetryPath = new("--web.telemetry-path")
    {
        Description = "Path of the metrics. Default: /metrics.",
        HelpName = "PATH",
        CustomParser = result => FlagValue.Reference(result, text => IsFreePath(text) ? text : null, "a path such as /metrics"),
    };

    private readonly Option<FileInfo> _configFile = new("--web.config.file")
    {
        Description = "File with TLS, user names and headers, as all Prometheus exporters read it. Read again when it changes.",
        HelpName = "FILE",
    };

    public IReadOnlyList<Option> Options => [_addresses, _telemetryPath, _configFile];

    public ExporterOptions Read(ParseResult result, ExporterOptions options) => options with
    {
        ListenAddresses = result.GetValue(_addresses) is { Length: > 0 } addresses ? addresses : options.ListenAddresses,
        TelemetryPath = result.GetValue(_telemetryPath) ?? options.TelemetryPath,
        WebConfigFile = result.GetValue(_configFile),
    };

    public IEnumerable<string> Contradictions(ParseResult result, ExporterOptions options)
    {
        var web = WebConfiguration.Empty;
        if (options.WebConfigFile is { } file && WebConfigFile.TryRead(file.FullName, out web) is { } wrong)
        {
            yield return $"--web.config.file={file}: {wrong}";
            yield break;
        }

        foreach (var user in options.FeedbackUsers.Where(user => web.Users?.Knows(user) != true))
            yield return $"--feedback.user={user} is not among the basic_auth_users of --web.config.file";
        if (options.FeedbackClientNames.Count > 0 && web.Tls?.Clients.Verifies != true)
        {
            yield return "--feedback.client-name needs a --web.config.file with client_auth_type VerifyClientCertIfGiven or RequireAndVerifyClientCert: " +
                "a name that nobody vouched for is worth nothing";
        }
    }

    public IEnumerable<string> Warnings(ExporterOptions options)
    {
        if (options.WebConfigFile is { } file && WebConfigFile.TryRead(file.FullName, out var web) is null)
            return web.Warnings.Select(warning => $"{_configFile.Name}={file}: {warning}");
        return [];
    }

    // Nothing that means something in a route, and no path that another page has.
    private static bool IsFreePath(string text) =>
        text.Length > 1 && text[0] == '/' && text.All(letter => char.IsAsciiLetterOrDigit(letter) || "/-._~".Contains(letter))
        && !text.StartsWith("/-/", StringComparison.Ordinal) && !text.StartsWith("/api/", StringComparison.OrdinalIgnoreCase);
}

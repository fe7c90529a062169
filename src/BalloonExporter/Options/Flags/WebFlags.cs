using System.CommandLine;
using BalloonExporter.Options.Keys;
using ExporterToolkit.Configuration;
using ExporterToolkit.WebConfig;

namespace BalloonExporter.Options.Flags;

/// <summary>Options of the web server.</summary>
internal sealed class WebFlags : IFlagGroup<ExporterOptions>
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
        Description = "Web configuration file with TLS, users and headers, in the format of Prometheus' exporter-toolkit. Read again when it changes. Default: none.",
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

        // Problems of the keys file are reported by its own option.
        IReadOnlyList<Grant> grants = [];
        if (options.Api.KeysFile is { } keys)
            _ = KeysFile.Check(keys.FullName, out grants);
        var users = options.FeedbackUsers.Select(user => (Where: $"--feedback.user={user}", Name: user))
            .Concat(Of(Proof.User).Select(user => (Where: $"--api.keys: user {user}", Name: user)));
        foreach (var (where, _) in users.Where(user => web.Users?.Knows(user.Name) != true))
            yield return $"{where} is not in basic_auth_users of --web.config.file";
        var clients = options.FeedbackClientNames.Select(_ => "--feedback.client-name")
            .Concat(Of(Proof.Client).Select(client => $"--api.keys: client {client}"));
        foreach (var where in clients.Distinct().Where(_ => web.Tls?.Clients.Verifies != true))
        {
            yield return $"{where} requires a --web.config.file with client_auth_type VerifyClientCertIfGiven or RequireAndVerifyClientCert: " +
                "an unverified name proves nothing";
        }

        IEnumerable<string> Of(Proof proof) => grants.Where(grant => grant.Proof == proof).Select(grant => grant.Name);
    }

    public IEnumerable<string> Warnings(ExporterOptions options)
    {
        if (options.WebConfigFile is { } file && WebConfigFile.TryRead(file.FullName, out var web) is null)
            return web.Warnings.Select(warning => $"{_configFile.Name}={file}: {warning}");
        return [];
    }

    public IEnumerable<string> Summary(ExporterOptions options) =>
        [$"listens on: {string.Join(", ", options.ListenAddresses)} ({options.TelemetryPath}){(options.WebConfigFile is null ? ", without TLS and users" : "")}"];

    // The path has no special meaning in a route, and is not used by another page.
    private static bool IsFreePath(string text) =>
        text.Length > 1 && text[0] == '/' && text.All(letter => char.IsAsciiLetterOrDigit(letter) || "/-._~".Contains(letter))
        && !text.StartsWith("/-/", StringComparison.Ordinal) && !text.StartsWith("/api/", StringComparison.OrdinalIgnoreCase)
        && !text.TrimEnd('/').Equals("/ui", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("/ui/", StringComparison.OrdinalIgnoreCase);
}

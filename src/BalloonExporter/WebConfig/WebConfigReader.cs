using System.Security.Authentication;
using BalloonExporter.Yaml;

namespace BalloonExporter.WebConfig;

/// <summary>Reads the file format of Prometheus' exporter-toolkit, and says everything that is wrong with a file at once.</summary>
/// <remarks>Format: https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md</remarks>
internal static class WebConfigReader
{
    private static readonly Dictionary<string, string[]> AllowedHeaders = new()
    {
        ["Content-Security-Policy"] = [],
        ["Strict-Transport-Security"] = [],
        ["X-Content-Type-Options"] = ["nosniff"],
        ["X-Frame-Options"] = ["deny", "sameorigin"],
        ["X-XSS-Protection"] = [],
    };

    /// <exception cref="FormatException">Everything that is wrong.</exception>
    public static WebConfiguration Read(string text, string folder)
    {
        var problems = new List<string>();
        var root = new YamlSection(string.Empty, YamlDocument.Read(text), problems);
        var files = new PemFiles(folder);
        var tls = ReadTls(root.Section("tls_server_config"), files, problems);
        var (http2, headers) = ReadHttp(root.Section("http_server_config"), problems);
        var hashes = root.TextByName("basic_auth_users");
        foreach (var user in hashes.Where(user => !BasicUsers.IsHash(user.Value)))
            problems.Add($"basic_auth_users.{user.Key} is not a bcrypt hash");
        root.Refuse("rate_limit", "is not offered here");
        root.RefuseTheRest();
        if (problems.Count > 0)
            throw new FormatException(string.Join("; ", problems));
        return new WebConfiguration
        {
            Tls = tls,
            Http2 = http2,
            Headers = headers,
            Users = hashes.Count > 0 ? new BasicUsers(hashes) : null,
            Files = files.Read,
        };
    }

    private static TlsSettings? ReadTls(YamlSection section, PemFiles files, List<string> problems)
    {
        var (certificate, certificateFile) = (section.Text("cert"), section.Text("cert_file"));
        var (key, keyFile) = (section.Text("key"), section.Text("key_file"));
        var (clientCa, clientCaFile) = (section.Text("client_ca"), section.Text("client_ca_file"));
        var clientAuth = section.Text("client_auth_type");
        var names = section.Texts("client_allowed_sans");
        var (min, max) = (Version(section, "min_version", problems), Version(section, "max_version", problems));
        // Without cipher_suites, which is refused, there is nothing to prefer.
        section.Truth("prefer_server_cipher_suites");
        section.Refuse("cipher_suites", "cannot be chosen here: OpenSSL's configuration of this machine decides");
        section.Refuse("curve_preferences", "cannot be chosen here: OpenSSL's configuration of this machine decides");
        section.RefuseTheRest();
        if (min == SslProtocols.Tls13 && max == SslProtocols.Tls12)
            problems.Add("tls_server_config.min_version is above max_version");
        if (ClientPolicy.TryParse(clientAuth) is not { } policy)
        {
            problems.Add($"tls_server_config.client_auth_type={clientAuth} is not known");
            return null;
        }

        if (policy == ClientPolicy.None && (clientCa ?? clientCaFile) is not null)
            problems.Add("tls_server_config.client_ca_file needs a client_auth_type");
        if (names is not null && !policy.Requires)
            problems.Add("tls_server_config.client_allowed_sans needs client_auth_type RequireAnyClientCert or RequireAndVerifyClientCert");

        // As in the toolkit, one of these turns encryption on, and the others alone do nothing.
        if ((certificate ?? certificateFile ?? key ?? keyFile ?? clientCa ?? clientCaFile ?? clientAuth) is null)
            return null;
        try
        {
            return new TlsSettings(files.Certificate(certificate, certificateFile, key, keyFile))
            {
                Protocols = (min == SslProtocols.Tls13 ? SslProtocols.None : SslProtocols.Tls12)
                    | (max == SslProtocols.Tls12 ? SslProtocols.None : SslProtocols.Tls13),
                Clients = policy,
                ClientAuthorities = (clientCa ?? clientCaFile) is null ? null : files.Authorities(clientCa, clientCaFile),
                ClientNames = names,
            };
        }
        catch (FormatException exception)
        {
            problems.Add($"tls_server_config.{exception.Message}");
            return null;
        }
    }

    private static (bool Http2, IReadOnlyDictionary<string, string> Headers) ReadHttp(YamlSection section, List<string> problems)
    {
        var http2 = section.Truth("http2") ?? true;
        var headers = section.TextByName("headers");
        section.RefuseTheRest();
        foreach (var (name, value) in headers)
        {
            if (!AllowedHeaders.TryGetValue(name, out var values))
                problems.Add($"http_server_config.headers.{name} cannot be set");
            else if (values.Length > 0 && !values.Contains(value))
                problems.Add($"http_server_config.headers.{name} must be {string.Join(" or ", values)}");
            else if (value.Any(char.IsControl) || !value.All(char.IsAscii))
                problems.Add($"http_server_config.headers.{name} has letters that no header can have");
        }

        return (http2, headers);
    }

    private static SslProtocols? Version(YamlSection section, string key, List<string> problems)
    {
        switch (section.Text(key))
        {
            case null:
                return null;
            case "TLS12":
                return SslProtocols.Tls12;
            case "TLS13":
                return SslProtocols.Tls13;
            case "TLS10" or "TLS11":
                problems.Add($"tls_server_config.{key}: TLS 1.0 and 1.1 are broken and not offered here");
                return null;
            case var other:
                problems.Add($"tls_server_config.{key}={other} is neither TLS12 nor TLS13");
                return null;
        }
    }
}

using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using ExporterToolkit.Configuration;

namespace ExporterToolkit.WebConfig;

/// <summary>Reads the configuration format of Prometheus' exporter-toolkit, and reports all problems at once.</summary>
/// <remarks>Format: https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md</remarks>
public static class WebConfigReader
{
    private static readonly Dictionary<string, string[]> AllowedHeaders = new()
    {
        ["Content-Security-Policy"] = [],
        ["Strict-Transport-Security"] = [],
        ["X-Content-Type-Options"] = ["nosniff"],
        ["X-Frame-Options"] = ["deny", "sameorigin"],
        ["X-XSS-Protection"] = [],
    };

    private static readonly string[] Curves = ["CurveP256", "CurveP384", "CurveP521", "X25519"];

    /// <exception cref="FormatException">All problems found.</exception>
    public static WebConfiguration Read(string text, string folder)
    {
        var problems = new List<string>();
        var root = new YamlSection(string.Empty, YamlDocument.Read(text), problems);
        var files = new PemFiles(folder);
        var warnings = new List<string>();
        var tls = ReadTls(root.Section("tls_server_config"), files, problems, warnings);
        var (http2, headers) = ReadHttp(root.Section("http_server_config"), problems);
        var hashes = root.TextByName("basic_auth_users");
        foreach (var (user, hash) in hashes)
        {
            if (BasicUsers.ProblemOf(hash) is { } problem)
                problems.Add($"basic_auth_users.{user} {problem}");
        }

        var limit = ReadRateLimit(root.Section("rate_limit"), problems);
        root.RefuseTheRest();
        if (problems.Count > 0)
            throw new FormatException(Problems.Join(problems));
        // The file may have been emptied by mistake while the program was stopped.
        if (hashes.Count == 0 && tls is null)
            warnings.Add("it restricts nothing: it has neither basic_auth_users nor tls_server_config");
        return new WebConfiguration
        {
            Tls = tls,
            Http2 = http2,
            Headers = headers,
            Users = hashes.Count > 0 ? new BasicUsers(hashes) : null,
            RateLimit = limit,
            Files = files.Read,
            Warnings = [.. files.Warnings, .. warnings],
        };
    }

    private static TlsSettings? ReadTls(YamlSection section, PemFiles files, List<string> problems, List<string> warnings)
    {
        // Programs that write every key leave unused ones empty.
        var (certificate, certificateFile) = (section.TextUnlessEmpty("cert"), section.TextUnlessEmpty("cert_file"));
        var (key, keyFile) = (section.TextUnlessEmpty("key"), section.TextUnlessEmpty("key_file"));
        var (clientCa, clientCaFile) = (section.TextUnlessEmpty("client_ca"), section.TextUnlessEmpty("client_ca_file"));
        var clientAuth = section.TextUnlessEmpty("client_auth_type");
        var names = section.Texts("client_allowed_sans") is { Count: > 0 } some ? some : null;
        var (min, max) = (Version(section, "min_version", problems), Version(section, "max_version", problems));
        var suites = ReadCipherSuites(section, problems);
        // Ignored, as by Go since 1.17.
        section.Truth("prefer_server_cipher_suites");
        CheckCurves(section, problems, warnings);
        section.RefuseTheRest();
        if (min == SslProtocols.Tls13 && max == SslProtocols.Tls12)
            problems.Add("tls_server_config.min_version is above max_version");
        if (suites.Count > 0 && max == SslProtocols.Tls12 && !CipherSuites.AnyOfTls12(suites))
            problems.Add("tls_server_config.cipher_suites has no suite for TLS 1.2, and max_version excludes TLS 1.3");
        if (ClientPolicy.TryParse(clientAuth) is not { } policy)
        {
            problems.Add($"unknown tls_server_config.client_auth_type: {clientAuth}");
            return null;
        }

        if (policy == ClientPolicy.None && (clientCa ?? clientCaFile) is not null)
            problems.Add("tls_server_config.client_ca_file requires client_auth_type");
        if (names is not null && !policy.Requires)
            problems.Add("tls_server_config.client_allowed_sans requires client_auth_type RequireAnyClientCert or RequireAndVerifyClientCert");

        // As in exporter-toolkit, one of these keys turns TLS on; the others alone do nothing.
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
                CipherSuites = suites.Count > 0 ? CipherSuites.PolicyOf(suites) : null,
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
                problems.Add($"http_server_config.headers.{name} has characters that are invalid in a header");
        }

        // An empty value means not set, as the format's documentation says.
        return (http2, headers.Where(header => header.Value.Length > 0).ToDictionary());
    }

    private static List<TlsCipherSuite> ReadCipherSuites(YamlSection section, List<string> problems)
    {
        var suites = new List<TlsCipherSuite>();
        foreach (var name in section.Texts("cipher_suites") ?? [])
        {
            if (CipherSuites.TryParse(name) is { } suite)
                suites.Add(suite);
            else
                problems.Add($"tls_server_config.cipher_suites: unknown or insecure suite {name}");
        }

        return suites;
    }

    private static void CheckCurves(YamlSection section, List<string> problems, List<string> warnings)
    {
        var curves = section.Texts("curve_preferences") ?? [];
        problems.AddRange(curves.Except(Curves).Select(name => $"tls_server_config.curve_preferences: unknown curve {name}, expected {string.Join(", ", Curves)}"));
        if (curves.Count > 0)
            warnings.Add("tls_server_config.curve_preferences is ignored: OpenSSL's configuration of this machine (openssl.cnf, Groups) decides");
    }

    private static RateLimit? ReadRateLimit(YamlSection section, List<string> problems)
    {
        var (interval, burst) = (section.Text("interval"), section.Text("burst"));
        section.RefuseTheRest();
        var (every, most) = (TimeSpan.Zero, 0);
        if (interval is not null && GoDuration.TryParse(interval) is var parsed)
        {
            if (parsed is null)
                problems.Add($"rate_limit.interval={interval} is not a duration such as 1s");
            every = parsed ?? TimeSpan.Zero;
        }

        if (burst is not null && (!int.TryParse(burst, NumberStyles.None, CultureInfo.InvariantCulture, out most)))
            problems.Add($"rate_limit.burst={burst} is not a number of requests");
        // A burst of 0 would refuse all requests.
        return every > TimeSpan.Zero ? new RateLimit(every, Math.Max(1, most)) : null;
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
                problems.Add($"tls_server_config.{key}: TLS 1.0 and 1.1 are insecure and not supported");
                return null;
            case var other:
                problems.Add($"tls_server_config.{key}={other}: expected TLS12 or TLS13");
                return null;
        }
    }
}

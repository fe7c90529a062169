using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.WebConfig;
using Microsoft.Extensions.Logging;

namespace BalloonExporter.Tests.Web;

/// <summary>Real connections over loopback, with certificates made here.</summary>
public sealed class WebConfigTests : IDisposable
{
    private const string Tls = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";
    private static readonly string Users = $"basic_auth_users:\n  alice: {BCrypt.Net.BCrypt.HashPassword("wonderland", 4)}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;
    private readonly TestCertificates _certificates = new();

    public WebConfigTests() => _certificates.WriteTo(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Pages_are_encrypted_with_the_files_certificate_and_come_by_HTTP_2()
    {
        await using var exporter = await StartAsync(Tls);
        using var client = Client();

        using var response = await GetAsync(client, exporter);

        Assert.Equal("https", exporter.Addresses[0].Scheme);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpVersion.Version20, response.Version);
    }

    [Fact]
    public async Task HTTP_2_can_be_turned_off()
    {
        await using var exporter = await StartAsync(Tls + "http_server_config:\n  http2: false\n");
        using var client = Client();

        Assert.Equal(HttpVersion.Version11, (await GetAsync(client, exporter)).Version);
    }

    [Theory]
    [InlineData("min_version: TLS13", SslProtocols.Tls12, false)]
    [InlineData("min_version: TLS13", SslProtocols.Tls13, true)]
    [InlineData("max_version: TLS12", SslProtocols.Tls12, true)]
    [InlineData("max_version: TLS12", SslProtocols.Tls13, false)]
    public async Task Versions_are_kept_to(string setting, SslProtocols protocol, bool passes)
    {
        await using var exporter = await StartAsync($"{Tls}  {setting}\n");
        using var client = Client(protocol: protocol);

        Assert.Equal(passes, await PassesAsync(client, exporter));
    }

    [Theory]
    [InlineData("NoClientCert", true, true, true)]
    [InlineData("RequestClientCert", true, true, true)]
    [InlineData("RequireAnyClientCert", false, true, true)]
    [InlineData("VerifyClientCertIfGiven", true, false, true)]
    [InlineData("RequireAndVerifyClientCert", false, false, true)]
    public async Task Client_certificates_are_asked_for_as_the_policy_says(string policy, bool none, bool strangers, bool ours)
    {
        var authority = policy == "NoClientCert" ? "" : "  client_ca_file: ca.crt\n";
        await using var exporter = await StartAsync($"{Tls}  client_auth_type: {policy}\n{authority}");
        using var without = Client();
        using var stranger = Client(new TestCertificates("another authority").Client());
        using var known = Client(_certificates.Client());

        Assert.Equal(none, await PassesAsync(without, exporter));
        Assert.Equal(strangers, await PassesAsync(stranger, exporter));
        Assert.Equal(ours, await PassesAsync(known, exporter));
    }

    [Fact]
    public async Task A_servers_certificate_is_no_clients()
    {
        await using var exporter = await StartAsync($"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n");
        using var client = Client(_certificates.Client(purpose: "1.3.6.1.5.5.7.3.1"));

        Assert.False(await PassesAsync(client, exporter));
    }

    [Theory]
    [InlineData("dns.example", true)]
    [InlineData("someone@mail.example", true)]
    [InlineData("spiffe://example/prometheus", true)]
    [InlineData("192.0.2.7", true)]
    [InlineData("example", false)]
    public async Task A_client_needs_one_of_the_allowed_names(string allowed, bool passes)
    {
        await using var exporter = await StartAsync(
            $"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n  client_allowed_sans: [\"other\", \"{allowed}\"]\n");
        using var client = Client(_certificates.Client(names =>
        {
            names.AddUserPrincipalName("ignored@example");
            names.AddDnsName("dns.example");
            names.AddEmailAddress("someone@mail.example");
            names.AddUri(new Uri("spiffe://example/prometheus"));
            names.AddIpAddress(IPAddress.Parse("192.0.2.7"));
        }));

        Assert.Equal(passes, await PassesAsync(client, exporter));
    }

    [Fact]
    public async Task A_renewed_certificate_counts_for_the_next_connection()
    {
        await using var exporter = await StartAsync(Tls);
        var first = await ServerCertificateAsync(exporter);

        using var renewed = _certificates.WriteTo(_folder);

        Assert.NotEqual(renewed.Thumbprint, first);
        Assert.Equal(renewed.Thumbprint, await ServerCertificateAsync(exporter));
    }

    [Fact]
    public async Task A_policy_that_became_stricter_counts_for_the_next_connection()
    {
        await using var exporter = await StartAsync(Tls);
        using var before = Client();
        using var after = Client();

        Assert.True(await PassesAsync(before, exporter));
        Write($"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n");
        Assert.False(await PassesAsync(after, exporter));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/metrics")]
    [InlineData("/-/healthy")]
    [InlineData("/absent")]
    public async Task Every_page_asks_for_a_user(string path)
    {
        await using var exporter = await StartAsync(Users);

        using var without = await exporter.Http.GetAsync(new Uri(path, UriKind.Relative));
        using var with = await SendAsync(exporter, HttpMethod.Get, path, Basic("alice", "wonderland"));

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal("Basic", without.Headers.WwwAuthenticate.ToString());
        Assert.Equal(path == "/absent" ? HttpStatusCode.NotFound : HttpStatusCode.OK, with.StatusCode);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !")]
    [InlineData("Basic YWxpY2U=")]
    [InlineData("Bearer wonderland")]
    public async Task What_is_no_user_is_refused(string authorization)
    {
        await using var exporter = await StartAsync(Users);

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(exporter, HttpMethod.Get, "/metrics", authorization)).StatusCode);
    }

    [Fact]
    public async Task A_user_who_may_look_may_not_post_feedback_even_where_nobody_may()
    {
        await using var exporter = await StartAsync(Users);

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostFeedbackAsync(exporter, Basic("alice", "wrong"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostFeedbackAsync(exporter, "Bearer ")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostFeedbackAsync(exporter, Basic("alice", "wonderland"))).StatusCode);
    }

    [Fact]
    public async Task A_user_taken_out_of_the_file_is_out()
    {
        await using var exporter = await StartAsync(Users);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "wonderland"))).StatusCode);

        Write(Users.Replace("alice", "bob", StringComparison.Ordinal) + "# longer\n");

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "wonderland"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("bob", "wonderland"))).StatusCode);
    }

    [Fact]
    public async Task A_file_that_became_wrong_closes_everything_until_it_is_repaired()
    {
        await using var exporter = await StartAsync("{}\n");

        Write("basic_auth_users: {alice: plain}\n");
        using var closed = await exporter.Http.GetAsync(new Uri("/metrics", UriKind.Relative));
        Write("{}\n");
        using var open = await exporter.Http.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, closed.StatusCode);
        Assert.Equal("", await closed.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task Headers_are_added_to_every_answer()
    {
        await using var exporter = await StartAsync(Users + "http_server_config:\n  headers:\n    X-Frame-Options: deny\n");

        foreach (var authorization in (string?[])[null, Basic("alice", "wonderland")])
            Assert.Equal(["deny"], (await SendAsync(exporter, HttpMethod.Get, "/metrics", authorization)).Headers.GetValues("X-Frame-Options"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_open_connection_has_no_rights_once_its_authority_is_withdrawn(bool http2)
    {
        await using var exporter = await StartAsync(
            $"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\nhttp_server_config: {{http2: {(http2 ? "true" : "false")}}}\n");
        using var client = Client(_certificates.Client());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, exporter)).StatusCode);

        var next = new TestCertificates("next authority");
        await File.WriteAllTextAsync(Path.Combine(_folder, "ca.crt"), next.AuthorityPem);

        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(client, exporter)).StatusCode);
        // The connection is closed: the next is a handshake, which fails.
        Assert.False(await PassesAsync(client, exporter));
        using var renewed = Client(next.Client());
        Assert.True(await PassesAsync(renewed, exporter));
    }

    [Fact]
    public async Task An_open_connection_has_no_rights_once_its_name_or_the_lack_of_a_certificate_is_not_accepted()
    {
        await using var exporter = await StartAsync($"{Tls}  client_auth_type: VerifyClientCertIfGiven\n  client_ca_file: ca.crt\n");
        using var named = Client(_certificates.Client());
        using var without = Client();
        Assert.True(await PassesAsync(named, exporter) && await PassesAsync(without, exporter));

        Write($"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(named, exporter)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(without, exporter)).StatusCode);

        Assert.True(await PassesAsync(named, exporter));
        Write($"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n  client_allowed_sans: [other]\n");
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(named, exporter)).StatusCode);
    }

    [Fact]
    public async Task A_renewed_certificate_replaces_open_connections_without_a_lost_request()
    {
        var seen = new List<string>();
        await using var exporter = await StartAsync(Tls);
        using var client = Client(seen: certificate => seen.Add(certificate.Thumbprint));
        Assert.True(await PassesAsync(client, exporter));

        using var renewed = _certificates.WriteTo(_folder);

        for (var request = 0; request < 3; request++)
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, exporter)).StatusCode);
        Assert.Equal([renewed.Thumbprint], seen.Skip(1));
    }

    [Theory]
    [InlineData("users", "")]
    [InlineData("users", "{}\n")]
    [InlineData("users", "basic_auth_users: {}\n")]
    [InlineData("users", "http_server_config: {http2: true}\n")]
    [InlineData("tls", "")]
    [InlineData("tls", "tls_server_config: {cert_file: '', key_file: ''}\n")]
    [InlineData("certificates", Tls)]
    [InlineData("certificates", Tls + "  client_auth_type: RequireAnyClientCert\n")]
    [InlineData("certificates", Tls + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ''\n")]
    [InlineData("names", Tls + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n  client_allowed_sans: []\n")]
    public async Task A_file_that_kept_strangers_out_and_does_so_no_more_closes_everything(string what, string emptied)
    {
        const string Certificates = Tls + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n";
        var before = what switch
        {
            "users" => Users,
            "tls" => Tls,
            "certificates" => Certificates,
            _ => Certificates + "  client_allowed_sans: [client.example]\n",
        };
        await using var exporter = await StartAsync(before);
        using var client = Client(_certificates.Client());
        client.DefaultRequestHeaders.Add("Authorization", Basic("alice", "wonderland"));
        Assert.True(await PassesAsync(client, exporter));

        Write(emptied);
        for (var request = 0; request < 3; request++)
            Assert.False(await PassesAsync(client, exporter));
        var line = Assert.Single(exporter.Log.Entries, entry => entry.Level == LogLevel.Error);
        Assert.Contains("takes a restart", line.Fields["err"]?.ToString(), StringComparison.Ordinal);

        Write(before);
        Assert.True(await PassesAsync(client, exporter));
        Assert.Contains(exporter.Log.Entries, entry => entry.Message == "The web configuration file is good again");
    }

    [Fact]
    public async Task Own_authorities_are_not_lost_by_way_of_a_file_that_asks_for_no_certificates()
    {
        await using var exporter = await StartAsync(Tls + "  client_auth_type: VerifyClientCertIfGiven\n  client_ca_file: ca.crt\n");
        // Without a certificate: none is asked for, and no authority of this machine stands in the way.
        using var client = Client();
        Assert.True(await PassesAsync(client, exporter));
        Write(Tls);
        Assert.True(await PassesAsync(client, exporter));

        Write(Tls + "  client_auth_type: VerifyClientCertIfGiven\n");

        Assert.False(await PassesAsync(client, exporter));
    }

    [Fact]
    public async Task Encryption_that_begins_with_a_restart_is_told_once_and_can_be_taken_out_until_then()
    {
        await using var exporter = await StartAsync(Users);
        exporter.Http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(Basic("alice", "wonderland"));

        Write(Users + Tls);
        for (var request = 0; request < 3; request++)
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(exporter.Http, exporter)).StatusCode);
        Assert.Single(exporter.Log.Entries, IsToldToRestart);

        // Nor does a file that is wrong besides tell it with every request.
        Write(Tls);
        for (var request = 0; request < 3; request++)
            Assert.Equal(HttpStatusCode.InternalServerError, (await GetAsync(exporter.Http, exporter)).StatusCode);
        Assert.Single(exporter.Log.Entries, IsToldToRestart);

        Write(Users);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(exporter.Http, exporter)).StatusCode);

        static bool IsToldToRestart(RecordingLogger<object>.Entry entry) => entry.Level == LogLevel.Warning
            && entry.Fields.TryGetValue("warning", out var warning) && warning!.ToString()!.StartsWith("tls_server_config begins with a restart", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_changed_without_another_size_and_time_counts_at_once()
    {
        await using var exporter = await StartAsync(Users);
        var file = Path.Combine(_folder, "web.yml");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "wonderland"))).StatusCode);
        var written = File.GetLastWriteTimeUtc(file);

        Write($"basic_auth_users:\n  alice: {BCrypt.Net.BCrypt.HashPassword("looking-glass", 4)}\n");
        File.SetLastWriteTimeUtc(file, written);

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "wonderland"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "looking-glass"))).StatusCode);
    }

    [Fact]
    public async Task Who_guesses_has_to_wait_and_a_password_that_was_right_lately_passes_from_the_same_address()
    {
        await using var exporter = await StartAsync(Users);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "wonderland"))).StatusCode);

        HttpResponseMessage refused;
        var tries = 0;
        do
            refused = await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", $"guess {tries}"));
        while (refused.StatusCode == HttpStatusCode.Unauthorized && ++tries < 100);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 6);
        Assert.InRange(tries, 10, 20);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(exporter, HttpMethod.Get, "/metrics", Basic("alice", "wonderland"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(exporter, HttpMethod.Get, "/metrics", null)).StatusCode);
    }

    [Fact]
    public async Task Requests_beyond_the_rate_limit_are_told_to_wait()
    {
        await using var exporter = await StartAsync("rate_limit: {interval: 1h, burst: 3}\n");

        var answers = new List<HttpResponseMessage>();
        for (var request = 0; request < 5; request++)
            answers.Add(await SendAsync(exporter, HttpMethod.Get, "/-/healthy", null));

        Assert.Equal([200, 200, 200, 429, 429], answers.Select(answer => (int)answer.StatusCode));
        Assert.InRange(answers[^1].Headers.RetryAfter!.Delta!.Value.TotalMinutes, 50, 60);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, true)]
    [InlineData(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, false)]
    [InlineData(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, false)]
    [InlineData(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_128_GCM_SHA256, true)]
    public async Task Only_the_listed_cipher_suites_are_agreed_on_and_those_of_TLS_13(SslProtocols protocol, TlsCipherSuite suite, bool passes)
    {
        await using var exporter = await StartAsync(Tls + "  cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]\n");
        using var client = TlsClient.Create(_certificates, protocol: protocol, suites: new CipherSuitesPolicy([suite]));

        Assert.Equal(passes, await PassesAsync(client, exporter));
    }

    [Fact]
    public async Task A_list_of_cipher_suites_of_TLS_13_leaves_none_to_TLS_12()
    {
        await using var exporter = await StartAsync(Tls + "  cipher_suites: [TLS_AES_128_GCM_SHA256]\n");
        using var old = Client(protocol: SslProtocols.Tls12);
        using var now = Client(protocol: SslProtocols.Tls13);

        Assert.False(await PassesAsync(old, exporter));
        Assert.True(await PassesAsync(now, exporter));
    }

    private static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, TestExporter exporter) =>
        await client.GetAsync(new Uri(exporter.Addresses[0], "/-/healthy"));

    private static async Task<bool> PassesAsync(HttpClient client, TestExporter exporter)
    {
        try
        {
            return (await GetAsync(client, exporter)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(
        TestExporter exporter, HttpMethod method, string path, string? authorization, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await exporter.Http.SendAsync(request);
    }

    private static Task<HttpResponseMessage> PostFeedbackAsync(TestExporter exporter, string? authorization) => SendAsync(
        exporter, HttpMethod.Post, "/api/v1/feedback", authorization, new StringContent("""{"version": "4", "alerts": []}""", Encoding.UTF8, "application/json"));

    private async Task<string?> ServerCertificateAsync(TestExporter exporter)
    {
        string? thumbprint = null;
        using var client = Client(seen: certificate => thumbprint = certificate.Thumbprint);
        await GetAsync(client, exporter);
        return thumbprint;
    }

    private HttpClient Client(X509Certificate2? certificate = null, SslProtocols protocol = SslProtocols.None, Action<X509Certificate2>? seen = null) =>
        TlsClient.Create(_certificates, certificate, protocol, seen);

    private void Write(string content) => File.WriteAllText(Path.Combine(_folder, "web.yml"), content);

    private async Task<TestExporter> StartAsync(string content)
    {
        Write(content);
        return await TestExporter.StartAsync(TestOptions.Act with { WebConfigFile = new FileInfo(Path.Combine(_folder, "web.yml")) });
    }
}

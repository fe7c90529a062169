using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.Tests.WebConfig;

namespace BalloonExporter.Tests.Web;

/// <summary>Real connections over loopback, with certificates made here.</summary>
public sealed partial class WebConfigTests : IDisposable
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

    [Fact]
    public async Task Headers_are_added_to_every_answer()
    {
        await using var exporter = await StartAsync(Users + "http_server_config:\n  headers:\n    X-Frame-Options: deny\n");

        foreach (var authorization in (string?[])[null, Basic("alice", "wonderland")])
            Assert.Equal(["deny"], (await SendAsync(exporter, HttpMethod.Get, "/metrics", authorization)).Headers.GetValues("X-Frame-Options"));
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

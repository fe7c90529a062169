using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using ExporterToolkit.Tests.WebConfig;

namespace BalloonExporter.Tests.Api;

/// <summary>Who may change something: over real connections on loopback, with certificates made here.</summary>
public sealed class ApiAccessTests : IDisposable
{
    private const string Tls = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";
    private const string Verified = Tls + "  client_auth_type: VerifyClientCertIfGiven\n  client_ca_file: ca.crt\n";
    private const string NotVerified = Tls + "  client_auth_type: RequestClientCert\n";

    private static readonly string Users =
        $"basic_auth_users:\n  alice: {BCrypt.Net.BCrypt.HashPassword("wonderland", 4)}\n  scraper: {BCrypt.Net.BCrypt.HashPassword("metrics", 4)}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;
    private readonly TestCertificates _certificates = new();

    public ApiAccessTests() => _certificates.WriteTo(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_user_who_may_read_the_metrics_may_not_post_feedback_when_there_is_a_token()
    {
        await using var exporter = await StartAsync(Users, "correct-horse-battery-staple");

        foreach (var (authorization, expected) in ((string?, HttpStatusCode)[])[
            (null, HttpStatusCode.Unauthorized),
            ("Bearer wrong", HttpStatusCode.Unauthorized),
            (Basic("scraper", "wrong"), HttpStatusCode.Unauthorized),
            (Basic("scraper", "metrics"), HttpStatusCode.Forbidden),
            ("Bearer correct-horse-battery-staple", HttpStatusCode.OK)])
            Assert.Equal(expected, await PostAsync(exporter.Http, exporter, authorization));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetMetricsAsync(exporter, "Bearer correct-horse-battery-staple"));
        exporter.Http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(Basic("scraper", "metrics"));
        Assert.Equal("4", await exporter.MetricAsync("balloon_feedback_notifications_total{result=\"unauthorized\"}"));
    }

    [Theory]
    [InlineData("correct-horse-battery-staple")]
    [InlineData(null)]
    public async Task A_user_named_in_the_options_may_post_and_others_may_not(string? token)
    {
        await using var exporter = await StartAsync(Users, token, options => options with { FeedbackUsers = ["alice"] });

        Assert.Equal(HttpStatusCode.OK, await PostAsync(exporter.Http, exporter, Basic("alice", "wonderland")));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(exporter.Http, exporter, Basic("alice", "metrics")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(exporter.Http, exporter, Basic("scraper", "metrics")));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(exporter.Http, exporter, null));
        Assert.Equal(token is null ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, await PostAsync(exporter.Http, exporter, "Bearer correct-horse-battery-staple"));
    }

    [Fact]
    public async Task A_named_user_has_no_rights_without_a_list_of_users()
    {
        await using var exporter = await StartAsync("{}\n", null, options => options with { FeedbackUsers = ["alice"] });

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(exporter.Http, exporter, Basic("alice", "wonderland")));
    }

    [Theory]
    [InlineData("alertmanager.example", HttpStatusCode.OK)]
    [InlineData("client", HttpStatusCode.OK)]
    [InlineData("example", HttpStatusCode.Unauthorized)]
    [InlineData("*.example", HttpStatusCode.Unauthorized)]
    public async Task A_verified_certificate_opens_with_an_allowed_name(string allowed, HttpStatusCode expected)
    {
        await using var exporter = await StartAsync(Verified, "correct-horse-battery-staple", options => options with { FeedbackClientNames = [allowed] });
        using var named = Client(Certificate(_certificates));
        using var without = Client();

        Assert.Equal(expected, await PostAsync(named, exporter, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(without, exporter, null));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(without, exporter, "Bearer correct-horse-battery-staple"));
    }

    [Fact]
    public async Task An_unverified_certificate_opens_nothing_even_after_the_policy_became_stricter()
    {
        await using var exporter = await StartAsync(NotVerified, "correct-horse-battery-staple", options => options with { FeedbackClientNames = ["alertmanager.example"] });
        using var forger = Client(Certificate(new TestCertificates("another authority")));

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(forger, exporter, null));
        Write(Verified);
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(forger, exporter, null));
    }

    [Fact]
    public async Task An_allowed_certificate_needs_no_user_for_feedback_but_for_all_other_pages()
    {
        await using var exporter = await StartAsync(Verified + Users, null, options => options with { FeedbackClientNames = ["alertmanager.example"] });
        using var named = Client(Certificate(_certificates));

        Assert.Equal(HttpStatusCode.OK, await PostAsync(named, exporter, null));
        using var metrics = await named.GetAsync(new Uri(exporter.Addresses[0], "/metrics"));
        Assert.Equal(HttpStatusCode.Unauthorized, metrics.StatusCode);
    }

    [Theory]
    [InlineData("correct-horse-battery-staple")]
    [InlineData(null)]
    public async Task A_web_page_posts_nothing_even_on_loopback(string? token)
    {
        await using var exporter = await StartAsync("{}\n", token);
        exporter.Http.DefaultRequestHeaders.Add("Origin", exporter.Addresses[0].GetLeftPart(UriPartial.Authority));

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(exporter.Http, exporter, "Bearer correct-horse-battery-staple"));
    }

    [Fact]
    public async Task A_new_token_counts_with_the_next_request_and_the_old_one_no_more()
    {
        await using var exporter = await StartAsync("{}\n", "correct-horse-battery-staple");
        Assert.Equal(HttpStatusCode.OK, await PostAsync(exporter.Http, exporter, "Bearer correct-horse-battery-staple"));

        await File.WriteAllTextAsync(TokenFile, "another-token-of-some-length\n");

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(exporter.Http, exporter, "Bearer correct-horse-battery-staple"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(exporter.Http, exporter, "Bearer another-token-of-some-length"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("correct-horse-battery-staple\nanother-token-of-some-length\n")]
    [InlineData("correct-horse-battery-staple\0")]
    [InlineData(null)]
    public async Task A_token_file_that_became_wrong_opens_nothing_until_it_is_repaired_and_is_logged_once(string? wrong)
    {
        await using var exporter = await StartAsync("{}\n", "correct-horse-battery-staple");
        if (wrong is null)
            File.Delete(TokenFile);
        else
            await File.WriteAllTextAsync(TokenFile, wrong);

        foreach (var authorization in (string?[])["Bearer correct-horse-battery-staple", "Bearer ", null])
            Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(exporter.Http, exporter, authorization));
        var line = Assert.Single(exporter.Log.Entries, entry => entry.Message.StartsWith("The token file", StringComparison.Ordinal));
        Assert.Contains(TokenFile, line.Fields["err"]?.ToString(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(TokenFile, "correct-horse-battery-staple");
        Assert.Equal(HttpStatusCode.OK, await PostAsync(exporter.Http, exporter, "Bearer correct-horse-battery-staple"));
        Assert.Contains(exporter.Log.Entries, entry => entry.Message == "The token file is good again");
    }

    [Fact]
    public async Task A_refusal_says_what_is_needed()
    {
        await using var exporter = await StartAsync(Verified, "correct-horse-battery-staple", options => options with { FeedbackClientNames = ["alertmanager.example"] });
        using var client = Client();
        using var response = await client.PostAsync(new Uri(exporter.Addresses[0], "/api/v1/feedback"), Message());

        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal(
            """{"error":"a valid bearer token or a verified client certificate that may feedback is needed"}""", await response.Content.ReadAsStringAsync());
    }

    private static X509Certificate2 Certificate(TestCertificates authority) => authority.Client(names => names.AddDnsName("alertmanager.example"));

    private static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    private static StringContent Message() => new("""{"version": "4", "alerts": []}""", Encoding.UTF8, "application/json");

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, TestExporter exporter, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(exporter.Addresses[0], "/api/v1/feedback")) { Content = Message() };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> GetMetricsAsync(TestExporter exporter, string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/metrics", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await exporter.Http.SendAsync(request);
        return response.StatusCode;
    }

    private string TokenFile => Path.Combine(_folder, "token");

    private HttpClient Client(X509Certificate2? certificate = null) => TlsClient.Create(_certificates, certificate);

    private void Write(string content) => File.WriteAllText(Path.Combine(_folder, "web.yml"), content);

    private async Task<TestExporter> StartAsync(string content, string? token, Func<ExporterOptions, ExporterOptions>? with = null)
    {
        Write(content);
        if (token is not null)
            await File.WriteAllTextAsync(TokenFile, token);
        var options = TestOptions.Act with
        {
            WebConfigFile = new FileInfo(Path.Combine(_folder, "web.yml")),
            TokenFile = token is null ? null : new FileInfo(TokenFile),
        };
        return await TestExporter.StartAsync(with?.Invoke(options) ?? options);
    }
}

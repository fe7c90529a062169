using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using ExporterToolkit.Tests.WebConfig;

namespace BalloonExporter.Tests.Ui;

/// <summary>Users with passwords, client certificates, and keys that come and go: over real connections on loopback.</summary>
public sealed class OperatorIdentityTests : IDisposable
{
    private const string Tls = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n  client_auth_type: VerifyClientCertIfGiven\n  client_ca_file: ca.crt\n";

    private static readonly string Users =
        $"basic_auth_users:\n  alice: {BCrypt.Net.BCrypt.HashPassword("wonderland", 4)}\n  scraper: {BCrypt.Net.BCrypt.HashPassword("metrics", 4)}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;
    private readonly TestCertificates _certificates = new();

    public OperatorIdentityTests() => _certificates.WriteTo(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("alice:wonderland", HttpStatusCode.OK, HttpStatusCode.SeeOther, HttpStatusCode.Forbidden)]
    [InlineData("scraper:metrics", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("alice:wrong", HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)]
    public async Task A_user_opens_what_the_keys_file_gives(string user, HttpStatusCode page, HttpStatusCode pause, HttpStatusCode policy)
    {
        await using var client = await StartAsync(Users, "- {user: alice, may: [read, pause]}");
        void Shows(HttpRequestMessage request) => request.Headers.Add("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(user))}");

        Assert.Equal(page, (await client.GetAsync("/ui/", Shows)).Status);
        Assert.Equal(pause, (await client.PostAsync("/ui/pause", "", Shows)).Status);
        Assert.Equal(policy, (await client.PostAsync($"{OperatorClient.Domain()}/policy/clear", "", Shows)).Status);
        // A browser adds a password by itself, so it is no proof of where a change comes from.
        client.FetchSite = "cross-site";
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/ui/resume", "", Shows)).Status);
    }

    [Fact]
    public async Task A_browser_is_asked_for_a_user_where_one_may_read()
    {
        await using var client = await StartAsync(Users, "- {user: alice, may: [read]}");

        var (_, page, response) = await client.GetAsync("/ui/");
        Assert.Contains("href=\"./user\"", page, StringComparison.Ordinal);
        Assert.Contains("<form method=\"post\" action=\"./signin\"", page, StringComparison.Ordinal);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        (_, _, response) = await client.GetAsync("/ui/user");
        Assert.StartsWith("Basic realm=", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        var (status, _, led) = await client.GetAsync("/ui/user", request => request.Headers.Add("Authorization", $"Basic {Convert.ToBase64String("alice:wonderland"u8)}"));
        Assert.Equal((HttpStatusCode.SeeOther, "./"), (status, led.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task A_client_certificate_opens_what_the_keys_file_gives()
    {
        await using var client = await StartAsync(Tls, "- {client: operator.example, may: [read, pause]}");
        using var known = TlsClient.Create(_certificates, Certificate("operator.example"));
        using var other = TlsClient.Create(_certificates, Certificate("other.example"));
        using var without = TlsClient.Create(_certificates);

        foreach (var (http, expected) in ((HttpClient, HttpStatusCode)[])[(known, HttpStatusCode.OK), (other, HttpStatusCode.Unauthorized), (without, HttpStatusCode.Unauthorized)])
        {
            Assert.Equal(HttpStatusCode.Forbidden, await PauseAsync(http, client, "cross-site"));
            Assert.Null(client.Exporter.Pauses.ByApi);
            Assert.Equal(expected, (await http.GetAsync(At(client, "/ui/"))).StatusCode);
            // Led back to the page.
            Assert.Equal(expected, await PauseAsync(http, client, "same-origin"));
            Assert.Equal(expected == HttpStatusCode.OK, client.Exporter.Pauses.ByApi?.By.StartsWith("client:operator.example@", StringComparison.Ordinal) == true);
            client.Exporter.Pauses.Resume("test");
        }
    }

    [Fact]
    public async Task A_session_ends_with_its_key()
    {
        await using var client = await OperatorClient.StartAsync();
        await client.SignInAsync("pauser");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/ui/")).Status);

        var keys = await File.ReadAllTextAsync(client.KeysFile);
        await File.WriteAllTextAsync(client.KeysFile, keys.Replace("file: pauser, may: [read, pause]", "file: pauser, may: [read]", StringComparison.Ordinal) + "# less\n");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/ui/pause")).Status);

        await File.WriteAllTextAsync(client.KeysFile, string.Join('\n', keys.Split('\n').Where(line => !line.Contains("pauser", StringComparison.Ordinal))));
        var (status, page, _) = await client.GetAsync("/ui/");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Contains("no longer accepted", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_for_this_exporter_alone_and_ends_with_the_session()
    {
        await using var client = await OperatorClient.StartAsync();
        var (_, _, response) = await client.PostAsync("/ui/signin", $"key={OperatorClient.TokenOf("reader")}&domain={Snapshots.Uuid(1)}", request => request.Headers.Host = "host.example");

        Assert.Equal($"domains/{Snapshots.Uuid(1)}", response.Headers.Location!.OriginalString);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^__Host-balloon-ui-[0-9a-f]{8}=[-_A-Za-z0-9]{43}; Path=/; Secure; HttpOnly; SameSite=Lax$", cookie);
        Assert.Contains(client.Exporter.Log.Entries, entry => entry.Message == "operator's page opened" && entry.Fields["who"] is "key:reader@127.0.0.1");
        Assert.DoesNotContain(client.Exporter.Log.Entries, entry => entry.Message.Contains(OperatorClient.TokenOf("reader"), StringComparison.Ordinal));

        await client.SignInAsync("reader");
        (_, _, response) = await client.PostAsync("/ui/signout");
        Assert.Contains("Max-Age=0", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/ui/")).Status);
    }

    [Fact]
    public async Task Without_any_key_the_page_says_what_the_API_says()
    {
        await using var exporter = await TestExporter.StartAsync(keyless: true);

        var api = await (await exporter.Http.GetAsync(new Uri("/api/v1/domains", UriKind.Relative))).Content.ReadAsStringAsync();
        using var response = await exporter.Http.GetAsync(new Uri("/ui/", UriKind.Relative));
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("and there is none: name one in --api.keys", api, StringComparison.Ordinal);
        Assert.Contains("and there is none: name one in --api.keys", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_key_is_asked_for_over_plain_HTTP_from_another_machine()
    {
        await using var client = await OperatorClient.StartAsync();
        client.FetchSite = null;

        var (_, page, _) = await client.GetAsync("/ui/", request => request.Headers.Host = "host.example:10177");

        Assert.Contains("ssh -L", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
    }

    private async Task<OperatorClient> StartAsync(string web, string keys)
    {
        var file = Path.Combine(_folder, "web.yml");
        await File.WriteAllTextAsync(file, web);
        return await OperatorClient.StartAsync(options => options with { WebConfigFile = new FileInfo(file) }, keys);
    }

    private X509Certificate2 Certificate(string name) => _certificates.Client(names => names.AddDnsName(name));

    private static Uri At(OperatorClient client, string path) => new(client.Exporter.Addresses[0], path);

    private static async Task<HttpStatusCode> PauseAsync(HttpClient http, OperatorClient client, string fetchSite)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, At(client, "/ui/pause")) { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Sec-Fetch-Site", fetchSite);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}

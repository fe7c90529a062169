using System.Net;
using System.Text;
using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Options.Keys;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Web;
using Microsoft.AspNetCore.Routing;

namespace BalloonExporter.Tests.Web;

/// <summary>Every page below <c>/api/</c> with every kind of key, over the network and at the UNIX socket.</summary>
public sealed class ApiMatrixTests : IAsyncLifetime, IDisposable
{
    private readonly ApiFolder _folder = new();
    private ApiSocket _socket = null!;
    private TestExporter _exporter = null!;
    private HttpClient _local = null!;

    private static readonly (string Method, string Path, Scope Scope, string? Body)[] Pages =
    [
        ("GET", "/api/v1/pause", Scope.Read, null),
        ("GET", "/api/v1/decisions", Scope.Read, null),
        ("GET", "/api/v1/domains", Scope.Read, null),
        ("GET", "/api/v1/openapi.json", Scope.Read, null),
        ("GET", "/api/v1/status", Scope.Read, null),
        ("GET", "/api/v1/domains/{uuid}/policy", Scope.Read, null),
        ("PUT", "/api/v1/domains/{uuid}/policy", Scope.Policy, """{"shares": 500}"""),
        ("GET", "/api/v1/domains/{uuid}/policy/history", Scope.Read, null),
        ("PATCH", "/api/v1/domains/{uuid}/policy", Scope.Policy, """{"shares": 500}"""),
        ("DELETE", "/api/v1/domains/{uuid}/policy", Scope.Policy, null),
        ("GET", "/api/v1/domains/{uuid}/restart", Scope.Read, null),
        ("POST", "/api/v1/domains/{uuid}/restart", Scope.Restart, null),
        ("DELETE", "/api/v1/domains/{uuid}/restart", Scope.Restart, null),
        ("POST", "/api/v1/pause", Scope.Pause, null),
        ("POST", "/api/v1/resume", Scope.Pause, null),
        ("POST", "/api/v1/release", Scope.Pause, null),
        ("POST", "/api/v1/starts", Scope.Feedback, """{"uuid": "7d0a2c4e-0000-4000-8000-000000000001", "memory": 1073741824}"""),
        ("POST", "/api/v1/feedback", Scope.Feedback, """{"version": "4", "alerts": []}"""),
    ];

    public static IEnumerable<object[]> PagesWithKeys =>
        from page in Pages
        from key in (string[])["none", "wrong", "without", "only", "socket"]
        select new object[] { page.Method, page.Path, key };

    public async Task InitializeAsync()
    {
        var entries = Enum.GetValues<Scope>().SelectMany(scope => (string[])
        [
            _folder.Key($"only-{scope.ToLabel()}", $"only-{scope.ToLabel()}-0123456789", scope.ToLabel()),
            _folder.Key(
                $"without-{scope.ToLabel()}",
                $"without-{scope.ToLabel()}-0123456789",
                string.Join(", ", Enum.GetValues<Scope>().Where(other => other != scope).Select(Scopes.ToLabel))),
        ]);
        var options = TestOptions.Act with { Api = _folder.Options(string.Join('\n', entries)) };
        _socket = ApiSocket.Open(options.Api);
        Assert.Null(_socket.Problem);
        _exporter = await TestExporter.StartAsync(options, socket: _socket);
        _exporter.Policies.Add(new StoredDomain(Snapshots.Uuid(1), "guest1", true, Snapshots.Domain(1).Facts));
        _exporter.Power[Snapshots.Uuid(1)] = FakeDomainPower.Running(1);
        _local = _folder.Client();
    }

    public async Task DisposeAsync()
    {
        _local.Dispose();
        await _exporter.DisposeAsync();
        _socket.Dispose();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(PagesWithKeys))]
    public async Task A_page_is_opened_by_its_scope_and_by_nothing_else(string method, string path, string key)
    {
        var (_, _, scope, body) = Pages.Single(page => page.Method == method && page.Path == path);
        using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{uuid}", Snapshots.Uuid(1).ToString(), StringComparison.Ordinal));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is "wrong" or "without" or "only")
            request.Headers.Add("Authorization", $"Bearer {key}-{scope.ToLabel()}-0123456789");

        using var response = await (key == "socket" ? _local : _exporter.Http).SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        switch (key)
        {
            case "none" or "wrong":
                Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
                Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
                Assert.Equal($$"""{"error":"a valid bearer token that may {{scope.ToLabel()}} is needed"}""", text);
                break;
            case "without":
                Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
                Assert.Contains($"key:without-{scope.ToLabel()} may not {scope.ToLabel()}", text, StringComparison.Ordinal);
                break;
            default:
                Assert.Equal(Expected(method, path), response.StatusCode);
                break;
        }
    }

    // A restart begins, and there is none to give up.
    private static HttpStatusCode Expected(string method, string path) => (method, path) switch
    {
        ("POST", "/api/v1/domains/{uuid}/restart") => HttpStatusCode.Accepted,
        ("DELETE", "/api/v1/domains/{uuid}/restart") => HttpStatusCode.Conflict,
        _ => HttpStatusCode.OK,
    };

    [Fact]
    public void Every_page_is_in_the_table_with_the_scope_it_asks_for() => Assert.Equal(
        Pages.Select(page => $"{page.Method} {page.Path} {page.Scope}").Order(),
        from endpoint in _exporter.Endpoints.OfType<RouteEndpoint>()
        let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        where path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase)
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        let line = $"{method} {path} {endpoint.Metadata.GetMetadata<Guarded>()?.Scope}"
        orderby line
        select line);

    [Theory]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/v1/absent")]
    [InlineData("GET", "/api/v1/feedback")]
    [InlineData("GET", "/API/v1/pause")]
    [InlineData("POST", "/api/v1/pause/")]
    [InlineData("POST", "/%61pi/v1/pause")]
    [InlineData("OPTIONS", "/api/v1/pause")]
    [InlineData("HEAD", "/api/v1/domains")]
    public async Task Nothing_below_api_is_learned_without_a_key_however_it_is_spelt(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _exporter.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/")]
    [InlineData("/-/healthy")]
    [InlineData("/-/ready")]
    public async Task Other_pages_need_no_key(string path)
    {
        using var response = await _exporter.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}

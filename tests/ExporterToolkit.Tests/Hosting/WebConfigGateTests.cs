using System.Net;
using System.Security.Claims;
using System.Text;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.Hosting;
using ExporterToolkit.Tests.Files;
using ExporterToolkit.WebConfig;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace ExporterToolkit.Tests.Hosting;

/// <summary>The gate alone; with certificates and real connections it is tested by the exporter.</summary>
public sealed class WebConfigGateTests : IDisposable
{
    private static readonly string Users = $"basic_auth_users:\n  alice: {BCrypt.Net.BCrypt.HashPassword("wonderland", 4)}\n";

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Scope _scope = new();
    private int _passed;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_file_every_request_passes() => Assert.Equal(200, (await AskAsync(Gate(null))).StatusCode);

    [Fact]
    public async Task A_page_is_for_users_with_their_password()
    {
        var gate = Gate(Users);

        var refused = await AskAsync(gate);
        Assert.Equal((401, "Basic"), (refused.StatusCode, refused.Headers.WWWAuthenticate.ToString()));
        Assert.Equal(401, (await AskAsync(gate, Basic("alice:wrong"))).StatusCode);
        Assert.Equal(401, (await AskAsync(gate, "Bearer wonderland")).StatusCode);
        Assert.Equal(401, (await AskAsync(gate, Basic("alice"))).StatusCode);
        Assert.Equal(401, (await AskAsync(gate, "Basic !")).StatusCode);
        Assert.Equal(0, _passed);

        var passed = await AskAsync(gate, Basic("alice:wonderland"));
        Assert.Equal(200, passed.StatusCode);
        Assert.Equal("alice", passed.HttpContext.User.Identities.Single(identity => identity.AuthenticationType == CallerIdentity.User).FindFirst(ClaimTypes.Name)?.Value);
    }

    [Fact]
    public async Task A_page_with_keys_of_its_own_is_told_the_user_and_requires_none()
    {
        _scope.OwnKeys = true;
        var gate = Gate(Users);

        Assert.Equal(200, (await AskAsync(gate)).StatusCode);
        Assert.Contains((await AskAsync(gate, Basic("alice:wonderland"))).HttpContext.User.Identities, identity => identity.Name == "alice");
        Assert.DoesNotContain((await AskAsync(gate, Basic("alice:wrong"))).HttpContext.User.Identities, identity => identity.Name == "alice");
    }

    [Fact]
    public async Task A_request_that_did_not_come_over_the_network_is_exempt_from_all_of_it()
    {
        _scope.Exempt = true;
        var answer = await AskAsync(Gate("http_server_config: {headers: {X-Frame-Options: deny}}\n" + Users));

        Assert.Equal(200, answer.StatusCode);
        Assert.False(answer.Headers.ContainsKey("X-Frame-Options"));
    }

    [Fact]
    public async Task Headers_are_added_to_answers_and_to_refusals()
    {
        var gate = Gate("http_server_config: {headers: {X-Frame-Options: deny}}\n" + Users);

        Assert.Equal("deny", (await AskAsync(gate)).Headers["X-Frame-Options"]);
        Assert.Equal("deny", (await AskAsync(gate, Basic("alice:wonderland"))).Headers["X-Frame-Options"]);
    }

    [Fact]
    public async Task Requests_above_the_rate_limit_are_told_when_to_come_back()
    {
        var gate = Gate("rate_limit: {interval: 10s, burst: 2}\n");
        await AskAsync(gate);
        await AskAsync(gate);

        var refused = await AskAsync(gate);
        Assert.Equal((429, "10"), (refused.StatusCode, refused.Headers.RetryAfter.ToString()));
        Assert.Equal(2, _passed);

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(200, (await AskAsync(gate)).StatusCode);
    }

    [Fact]
    public async Task A_file_that_became_invalid_refuses_every_request_without_a_word()
    {
        var gate = Gate(Users);
        _folder.Write("web.yml", "colour: red\n");

        var refused = await AskAsync(gate, Basic("alice:wonderland"));

        Assert.Equal((500, 0), (refused.StatusCode, _passed));
        Assert.Equal(0, refused.Body.Length);
    }

    private static string Basic(string userAndPassword) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword));

    private WebConfigGate Gate(string? content) => new(
        new WebConfigFile(content is null ? null : _folder.Write("web.yml", content), new RecordingLogger<WebConfigFile>()),
        new PasswordCheck(_time, new RecordingLogger<PasswordCheck>()),
        _scope,
        _time);

    private async Task<HttpResponse> AskAsync(WebConfigGate gate, string? authorization = null)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");
        context.Response.Body = new MemoryStream();
        if (authorization is not null)
            context.Request.Headers.Authorization = authorization;
        await gate.HandleAsync(context, _ =>
        {
            _passed++;
            return Task.CompletedTask;
        });
        return context.Response;
    }

    private sealed class Scope : IWebConfigScope
    {
        public bool Exempt { get; set; }

        public bool OwnKeys { get; set; }

        public bool IsExempt(HttpContext context) => Exempt;

        public bool HasOwnKeys(HttpContext context) => OwnKeys;
    }
}

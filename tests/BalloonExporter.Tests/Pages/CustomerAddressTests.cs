using System.Net;
using System.Text;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using BalloonExporter.Pages;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Pages;

/// <summary>What the customers' address serves and what it does not, its headers, and links as bearer tokens.</summary>
public sealed class CustomerAddressTests
{
    private static string Policy(int number = 1) => $"/api/v1/domains/{Snapshots.Uuid(number)}/policy";

    private static string Restart(int number = 1) => $"/api/v1/domains/{Snapshots.Uuid(number)}/restart";

    [Theory]
    [InlineData("/")]
    [InlineData("/metrics")]
    [InlineData("/-/healthy")]
    [InlineData("/-/ready")]
    [InlineData("/api/v1/domains")]
    [InlineData("/api/v1/decisions")]
    [InlineData("/api/v1/pause")]
    [InlineData("/api/v1/openapi.json")]
    [InlineData("/api/v1/domains/00000000-0000-4000-8000-000000000001/policy/history")]
    [InlineData("/nothing")]
    public async Task The_customers_address_serves_nothing_else_with_any_key(string path)
    {
        await using var client = await CustomerClient.StartAsync();

        foreach (var token in (string[])[TestKey.Token, CustomerClient.NewLink().Signed()])
        {
            var (status, page, response) = await client.GetAsync(path, request => request.Headers.Add("Authorization", $"Bearer {token}"));
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Contains("There is no such page.", page, StringComparison.Ordinal);
            Assert.StartsWith("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_other_addresses_serve_no_page_for_customers()
    {
        await using var client = await CustomerClient.StartAsync();

        foreach (var path in (string[])["/open", CustomerClient.Server(), $"/{PageAssets.Style.Path}"])
            Assert.Equal(HttpStatusCode.NotFound, (await client.Exporter.Http.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Without_an_address_there_is_no_page()
    {
        await using var exporter = await Web.TestExporter.StartAsync(TestOptions.Act);

        Assert.DoesNotContain(exporter.Endpoints, endpoint => endpoint.Metadata.GetMetadata<CustomerPage>() is not null);
    }

    [Fact]
    public async Task Pages_have_their_headers_and_files_may_be_kept()
    {
        await using var client = await CustomerClient.StartAsync();
        await client.OpenAsync();

        var (_, page, response) = await client.GetAsync(CustomerClient.Server());
        foreach (var (name, value) in ((string, string)[])[
            ("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"), ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin")])
            Assert.Equal(value, Assert.Single(response.Headers.GetValues(name)));
        Assert.False(response.Headers.Contains("Server"));
        foreach (var asset in PageAssets.All)
        {
            Assert.Contains($"\"../{asset.Path}\"", page, StringComparison.Ordinal);
            var (status, _, file) = await client.GetAsync($"/{asset.Path}");
            Assert.Equal((HttpStatusCode.OK, asset.Type), (status, file.Content.Headers.ContentType!.ToString()));
            Assert.Contains("immutable", file.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_cookie_is_for_this_page_alone()
    {
        await using var client = await CustomerClient.StartAsync(options => options with { Customer = options.Customer with { Hosts = ["balloon.example"] } });
        var (_, _, response) = await client.PostAsync("/open", $"token={CustomerClient.NewLink().Signed()}", request => request.Headers.Host = "balloon.example");

        Assert.Matches($"^__Host-balloon-{Snapshots.Uuid(1):N}=[-_A-Za-z0-9]{{43}}; Path=/; Secure; HttpOnly; SameSite=Lax$", Assert.Single(response.Headers.GetValues("Set-Cookie")));
    }

    [Fact]
    public async Task In_a_frame_of_the_panel_the_cookie_is_bound_to_the_panel()
    {
        await using var client = await CustomerClient.StartAsync(options => options with { Customer = options.Customer with { FrameAncestors = ["https://panel.example"] } });
        var (_, _, response) = await client.PostAsync("/open", $"token={CustomerClient.NewLink().Signed()}");

        Assert.EndsWith("; SameSite=None; Partitioned", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors https://panel.example", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("X-Frame-Options"));
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("balloon.example.evil", HttpStatusCode.MisdirectedRequest)]
    [InlineData("BALLOON.example:8443", HttpStatusCode.Forbidden)]
    [InlineData("localhost:10178", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", HttpStatusCode.Forbidden)]
    [InlineData("[::1]", HttpStatusCode.Forbidden)]
    public async Task Pages_answer_under_their_own_names_only(string host, HttpStatusCode expected)
    {
        await using var client = await CustomerClient.StartAsync(options => options with { Customer = options.Customer with { Hosts = ["balloon.example"] } });

        Assert.Equal(expected, (await client.GetAsync(CustomerClient.Server(), request => request.Headers.Host = host)).Status);
    }

    [Fact]
    public async Task A_link_is_a_bearer_token_for_its_own_domain_as_often_as_it_is_shown()
    {
        await using var client = await CustomerClient.StartAsync();
        var link = CustomerClient.NewLink().Signed();

        foreach (var http in (Uri[])[.. client.Exporter.Addresses])
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(http, HttpMethod.Get, Policy(), link));
            Assert.Equal(HttpStatusCode.OK, await SendAsync(http, HttpMethod.Get, Restart(), link));
            Assert.Equal(HttpStatusCode.OK, await SendAsync(http, HttpMethod.Patch, Policy(), link, """{"enabled":false}"""));
            Assert.Equal(HttpStatusCode.OK, await SendAsync(http, HttpMethod.Patch, Policy(), link, """{"enabled":null}"""));
            // A front end in a browser sends it: browsers do not by themselves.
            Assert.Equal(HttpStatusCode.OK, await SendAsync(http, HttpMethod.Patch, Policy(), link, """{"enabled":false}""", origin: "https://panel.example"));
            foreach (var other in (string[])[Policy(2), Restart(2), Policy(99)])
                Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(http, HttpMethod.Get, other, link));
        }

        Assert.Contains(client.Exporter.Log.Entries, entry => entry.Message == "policy stored" && entry.Fields["who"] is "customer:customer-7@127.0.0.1");
    }

    [Theory]
    [InlineData("""{"enabled":true}""")]
    [InlineData("""{"shares":50000}""")]
    [InlineData("""{"enabled":false,"floor":"100%"}""")]
    [InlineData("{}")]
    public async Task A_link_changes_the_switch_and_no_setting_of_the_operator(string body)
    {
        await using var client = await CustomerClient.StartAsync();
        var link = CustomerClient.NewLink().Signed();

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(client.Exporter.Addresses[0], HttpMethod.Patch, Policy(), link, body));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(client.Exporter.Addresses[0], HttpMethod.Put, Policy(), link, """{"enabled":false}"""));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(client.Exporter.Addresses[0], HttpMethod.Delete, Policy(), link));
        Assert.Null(client.Exporter.Policies[Snapshots.Uuid(1)]!.Facts.NextPolicy);
    }

    [Fact]
    public async Task A_link_without_the_right_or_for_other_pages_is_refused()
    {
        await using var client = await CustomerClient.StartAsync();
        var http = client.Exporter.Addresses[0];
        var reads = CustomerClient.NewLink().Claim("may", "[\"read\"]").Signed();

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(http, HttpMethod.Patch, Policy(), reads, """{"enabled":false}"""));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(http, HttpMethod.Post, Restart(), reads));
        foreach (var path in (string[])["/api/v1/domains", "/api/v1/decisions", "/api/v1/pause", "/api/v1/openapi.json", $"{Policy()}/history", "/api/v1/nothing"])
            Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(http, HttpMethod.Get, path, CustomerClient.NewLink().Signed()));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, HttpMethod.Get, Policy(), "e30.e30.e30"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, HttpMethod.Get, Policy(), CustomerClient.NewLink().Claim("exp", "1").Signed()));
    }

    [Fact]
    public async Task Keys_of_the_API_open_nothing_at_the_customers_address()
    {
        await using var client = await CustomerClient.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await SendAsync(client.Exporter.Addresses[0], HttpMethod.Get, Policy(), TestKey.Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(client.Address, HttpMethod.Get, Policy(), TestKey.Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(client.Address, HttpMethod.Patch, Policy(), TestKey.Token, """{"enabled":false}"""));
    }

    [Fact]
    public async Task Force_by_a_link_needs_the_right_and_the_operators_leave()
    {
        await using var client = await CustomerClient.StartAsync(options => options with { Customer = options.Customer with { Restart = CustomerRestart.Graceful } });
        client.Exporter.Power.Listens = false;
        var link = CustomerClient.NewLink().Signed();

        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(client.Exporter.Addresses[0], HttpMethod.Post, Restart(), link));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(client.Exporter.Addresses[0], HttpMethod.Post, Restart(), link, """{"mode":"force","confirm":true}"""));
        Assert.DoesNotContain(PowerCall.Destroy, client.Exporter.Power.Calls);
    }

    [Fact]
    public async Task A_customer_is_not_told_which_operator_restarts_the_server()
    {
        await using var client = await CustomerClient.StartAsync();
        client.Exporter.Power.Listens = false;
        Assert.NotNull(await client.Exporter.RestartAsync(Snapshots.Uuid(1), "key:alice@10.0.0.1"));

        var (_, report, _) = await client.GetAsync(Restart(), request => request.Headers.Add("Authorization", $"Bearer {CustomerClient.NewLink().Signed()}"));

        Assert.Contains("\"by\":\"operator\"", report, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", report, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> SendAsync(Uri address, HttpMethod method, string path, string token, string? body = null, string? origin = null)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Add("Authorization", $"Bearer {token}");
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}

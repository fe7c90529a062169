using System.Net;
using System.Text.RegularExpressions;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Pages;
using BalloonExporter.Ui;
using ExporterToolkit.Configuration;
using Microsoft.AspNetCore.Routing;

namespace BalloonExporter.Tests.Ui;

/// <summary>Who may open the operator's page, and who may change what on it.</summary>
public sealed partial class OperatorAccessTests
{
    // What each change needs, and a form for it.
    private static readonly (string Path, Scope[] Needs, string Form)[] Changes =
    [
        ("/ui/pause", [Scope.Pause], "reason=test"),
        ("/ui/resume", [Scope.Pause], ""),
        ($"{OperatorClient.Domain()}/policy", [Scope.Policy], "was=|||&enabled=&floor=&ceiling=&shares=500"),
        ($"{OperatorClient.Domain()}/policy/clear", [Scope.Policy], ""),
        ($"{OperatorClient.Domain()}/restart", [Scope.Restart], ""),
        ($"{OperatorClient.Domain(2)}/restart/force", [Scope.Restart, Scope.Force], "confirm=yes"),
        ($"{OperatorClient.Domain()}/restart/leave", [Scope.Restart], ""),
    ];

    public static TheoryData<string> Keys { get; } = [.. OperatorClient.Keys.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_key_opens_and_changes_what_it_opens_at_the_API(string key)
    {
        await using var client = await OperatorClient.StartAsync();
        var may = OperatorClient.Keys[key];
        var opens = may.Contains(Scope.Read) ? HttpStatusCode.OK : HttpStatusCode.Forbidden;

        foreach (var path in (string[])["/ui/", OperatorClient.Domain()])
            Assert.Equal(opens, (await client.GetAsync(path, Shows(key))).Status);
        foreach (var (path, needs, form) in Changes)
        {
            var (status, page, _) = await client.PostAsync(path, form, Shows(key));
            var isRefused = status == HttpStatusCode.Forbidden && page.Contains(path.EndsWith("force", StringComparison.Ordinal) && may.Contains(Scope.Restart) ? "a key that may force" : " may not ", StringComparison.Ordinal);
            Assert.True(isRefused == needs.Except(may).Any(), $"{key} {path}: {status}");
        }

        if (may is [Scope.Read])
            Assert.False(HasChanged(client));
        else
            await UntilChangedAsync(client);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Basic YWxpY2U6d29uZGVybGFuZA==")]
    [InlineData("link")]
    public async Task Without_a_key_nothing_is_opened_and_nothing_is_changed(string? authorization)
    {
        await using var client = await WithCustomersAsync();
        void Shows(HttpRequestMessage request)
        {
            if (authorization is not null)
                request.Headers.Add("Authorization", authorization == "link" ? $"Bearer {CustomerClient.NewLink().Signed()}" : authorization);
        }

        foreach (var path in (string[])["/ui/", OperatorClient.Domain(), "/ui/user"])
        {
            var (status, page, _) = await client.GetAsync(path, Shows);
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.DoesNotContain("guest", page, StringComparison.Ordinal);
        }

        foreach (var (path, _, form) in Changes)
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync(path, form, Shows)).Status);
        Assert.False(HasChanged(client));
    }

    [Fact]
    public async Task A_customers_session_never_opens_the_operators_page()
    {
        await using var client = await WithCustomersAsync();
        using var customers = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = client.Exporter.Addresses[1] };
        using var opened = await customers.GetAsync(new Uri($"/open?token={CustomerClient.NewLink().Signed()}", UriKind.Relative));
        var cookie = Assert.Single(opened.Headers.GetValues("Set-Cookie")).Split(';')[0];
        var id = cookie.Split('=')[1];

        // At both addresses, and its id under the operator's name too.
        client.Cookies = cookie;
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/ui/")).Status);
        await client.SignInAsync("reader");
        client.Cookies = $"{client.Cookies!.Split('=')[0]}={id}";
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/ui/")).Status);
        foreach (var path in (string[])["/ui/", "/ui", OperatorClient.Domain(), $"/ui/{UiAssets.Style.Path}"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
            request.Headers.Add("Cookie", cookie);
            request.Headers.Add("Authorization", $"Bearer {OperatorClient.TokenOf("all")}");
            using var response = await customers.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        // A link is no key of the form either.
        client.Cookies = null;
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/ui/signin", $"key={CustomerClient.NewLink().Signed()}")).Status);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("cross-site", null)]
    [InlineData("same-site", null)]
    [InlineData("none", null)]
    [InlineData("cross-site", "own")]
    [InlineData(null, "null")]
    [InlineData(null, "http://evil.example")]
    public async Task A_change_is_accepted_from_a_page_of_this_exporter_only(string? fetchSite, string? origin)
    {
        await using var client = await OperatorClient.StartAsync();
        await client.SignInAsync("all");
        client.FetchSite = fetchSite;

        foreach (var (path, form) in Changes.Select(change => (change.Path, change.Form)).Concat([("/ui/signin", $"key={OperatorClient.TokenOf("all")}"), ("/ui/signout", "")]))
        {
            var (status, _, response) = await client.PostAsync(path, form, request =>
            {
                if (origin is not null)
                    request.Headers.Add("Origin", origin == "own" ? client.Exporter.Addresses[0].GetLeftPart(UriPartial.Authority) : origin);
            });
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.False(response.Headers.Contains("Set-Cookie"));
        }

        Assert.False(HasChanged(client));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/ui/")).Status);
    }

    [Fact]
    public async Task A_change_of_an_older_browser_is_known_by_its_origin()
    {
        await using var client = await OperatorClient.StartAsync();
        await client.SignInAsync("all");
        client.FetchSite = null;

        var (status, _, _) = await client.PostAsync("/ui/pause", "", request => request.Headers.Add("Origin", client.Exporter.Addresses[0].GetLeftPart(UriPartial.Authority)));

        Assert.Equal(HttpStatusCode.SeeOther, status);
        Assert.NotNull(client.Exporter.Pauses.ByApi);
    }

    [Fact]
    public async Task Looking_changes_nothing_whatever_is_asked()
    {
        await using var client = await OperatorClient.StartAsync();
        await client.SignInAsync("all");

        foreach (var (path, _, form) in Changes)
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.GetAsync($"{path}?{form}")).Status);
        foreach (var query in (string[])["?enabled=no", "?confirm=yes&when=now", "?reason=x&for=1h"])
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/ui/{query}")).Status);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{OperatorClient.Domain()}{query}")).Status);
        }

        Assert.False(HasChanged(client));
    }

    [Theory]
    [InlineData("/ui/")]
    [InlineData("/ui")]
    [InlineData("/UI/")]
    [InlineData("/%75i/")]
    [InlineData("/ui/signin")]
    [InlineData("/ui/nothing")]
    public async Task It_is_served_where_the_API_is_and_nowhere_else(string path)
    {
        await using var client = await OperatorClient.StartAsync(options => options with { FeedbackListenAddresses = [new ListenAddress("127.0.0.1", 0)] });

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path, Shows("all"))).Status);
        Assert.DoesNotContain("href=\"ui/\"", (await client.GetAsync("/")).Page, StringComparison.Ordinal);
        using var feedback = new HttpClient { BaseAddress = client.Exporter.Addresses[1] };
        Assert.Equal(HttpStatusCode.Unauthorized, (await feedback.GetAsync(new Uri("/ui/", UriKind.Relative))).StatusCode);
        Assert.Contains("href=\"ui/\"", await feedback.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_is_marked_and_each_change_is_in_the_table()
    {
        await using var client = await OperatorClient.StartAsync();
        var endpoints = client.Exporter.Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/ui", StringComparison.OrdinalIgnoreCase)).ToList();

        Assert.All(endpoints, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<OperatorPage>()));
        Assert.Equal(
            Changes.Select(change => Uuid().Replace(change.Path, "{uuid}")).Concat(["/ui/signin", "/ui/signout"]).Order(),
            endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("POST")).Select(endpoint => endpoint.RoutePattern.RawText!).Order());
    }

    private static Task<OperatorClient> WithCustomersAsync() => OperatorClient.StartAsync(options =>
    {
        var secret = Path.Combine(options.StatePath.FullName, "..", $"{Guid.NewGuid():N}");
        File.WriteAllText(secret, TestLink.Secret);
        return options with { Customer = new CustomerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)], KeyFile = new FileInfo(secret) } };
    });

    private static Action<HttpRequestMessage> Shows(string key) => request => request.Headers.Add("Authorization", $"Bearer {OperatorClient.TokenOf(key)}");

    // Restarts go on beside requests.
    private static async Task UntilChangedAsync(OperatorClient client)
    {
        for (var look = 0; look < 500 && !HasChanged(client); look++)
            await Task.Delay(10);
        Assert.True(HasChanged(client));
    }

    [GeneratedRegex("[-0-9a-f]{36}")]
    private static partial Regex Uuid();

    private static bool HasChanged(OperatorClient client) =>
        client.Exporter.Log.Entries.Any(entry => entry.Message is "policy stored" || entry.Message.StartsWith("Paused", StringComparison.Ordinal) || entry.Message == "Resumed")
        || !client.Exporter.Power.Calls.IsEmpty;
}
